-- When it was counted last how much waits for an endpoint ("overflowing"); null: never.
alter table webhook_endpoint add column counted_at timestamptz;

-- What is being sent, apart from all that waits.
create index if not exists webhook_delivery_sending on webhook_delivery (tenant, endpoint_id) where state = 'sending';
