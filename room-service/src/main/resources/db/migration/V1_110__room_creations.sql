-- Rooms that were asked for with an Idempotency-Key. The row comes before its room: whoever asks again, whatever broke in
-- between, asks for the same one. There is one for each such room, which the limit of new rooms bounds.
create table room_creation (
    tenant     text        not null,
    subject    text        not null,
    key        text        not null,
    room       uuid        not null,
    -- What was asked for: another content of the same key is refused.
    content    uuid        not null,
    created_at timestamptz not null default now(),
    primary key (tenant, subject, key)
);

select isolate_tenants('room_creation');
