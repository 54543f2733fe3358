-- Whoever writes an event here wakes the relay of its own process after the commit. Transactions with a NOTIFY are committed
-- one after the other, each with its flush to the disk, and wake the relays of all other schemas, too.
drop trigger outbox_notify on outbox;
drop function outbox_notify();
