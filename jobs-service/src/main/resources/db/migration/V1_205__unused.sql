-- Replaced by webhooks_received_surplus, and by notification_preference: no version that may run beside this one asks for them.
drop function webhooks_received_beyond(bigint);
drop table notification_settings;
