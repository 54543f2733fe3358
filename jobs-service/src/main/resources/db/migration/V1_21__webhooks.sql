-- One execution for each endpoint that has something to do, so that a receiver that is slow or dead costs others nothing.
create table execution_webhook (like execution_media including all);

-- Where a tenant's events are sent to. It sees what its subject may see.
create table webhook_endpoint (
    tenant          text        not null,
    id              uuid        not null,
    subject         text        not null,
    url             text        not null,
    description     text,
    event_types     text[]      not null,
    signature       text        not null check (signature in ('v1', 'v1a')),
    -- Names and values of headers that the receiver wants, sealed, and the names alone.
    headers         text,
    header_names    text[]      not null,
    rate_per_minute int         check (rate_per_minute > 0),
    enabled         boolean     not null,
    disabled_reason text,
    disabled_at     timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    idempotency_key text,
    request_hash    text,
    -- Failures since the last success, and since when.
    failures        int         not null default 0,
    failing_since   timestamptz,
    -- Nothing is sent before: the rate, or the receiver, says so.
    not_before      timestamptz,
    -- More waits for it than it may; what comes meanwhile is not added.
    overflowing     boolean     not null default false,
    -- It is no longer there; what it had is being removed.
    deleted         boolean     not null default false,
    primary key (tenant, id)
);

create index on webhook_endpoint (tenant, created_at desc, id desc);
create index on webhook_endpoint (tenant, subject);
create unique index webhook_endpoint_idempotency on webhook_endpoint (tenant, subject, idempotency_key)
    where not deleted;
select isolate_tenants('webhook_endpoint');

-- Sealed: the key is not in the database. Without a valid_until it is the present one.
create table webhook_secret (
    tenant      text        not null,
    id          uuid        not null,
    endpoint_id uuid        not null,
    sealed      text        not null,
    public_key  text,
    created_at  timestamptz not null,
    valid_until timestamptz,
    primary key (tenant, id),
    foreign key (tenant, endpoint_id) references webhook_endpoint on delete cascade
);

create index on webhook_secret (tenant, endpoint_id);
select isolate_tenants('webhook_secret');

-- Events that an endpoint wants, or would want if it were enabled, as they are sent. The last three say who may see
-- them, at each attempt anew.
create table webhook_event (
    tenant      text        not null,
    id          text        not null,
    type        text        not null,
    at          timestamptz not null,
    body        text        not null,
    -- For this endpoint alone.
    endpoint_id uuid,
    owner       text,
    room        text,
    public_read boolean     not null,
    primary key (tenant, id)
);

create index on webhook_event (tenant, at, id);
select isolate_tenants('webhook_event');

-- "forgiven" of the attempts were made before it was last replayed.
create table webhook_delivery (
    tenant          text        not null,
    id              uuid        not null,
    endpoint_id     uuid        not null,
    event_id        text        not null,
    type            text        not null,
    state           text        not null check (state in ('pending', 'sending', 'delivered', 'failed', 'cancelled')),
    attempts        int         not null default 0,
    forgiven        int         not null default 0,
    created_at      timestamptz not null,
    next_attempt_at timestamptz,
    started_at      timestamptz,
    ended_at        timestamptz,
    last_status     int,
    last_error      text,
    primary key (tenant, id),
    foreign key (tenant, endpoint_id) references webhook_endpoint,
    foreign key (tenant, event_id) references webhook_event
);

create index on webhook_delivery (tenant, endpoint_id, created_at desc, id desc);
create index webhook_delivery_open on webhook_delivery (tenant, endpoint_id, next_attempt_at, id)
    where state in ('pending', 'sending');
create index on webhook_delivery (tenant, event_id);
select isolate_tenants('webhook_delivery');

create table webhook_attempt (
    tenant          text        not null,
    delivery_id     uuid        not null,
    number          int         not null,
    at              timestamptz not null,
    duration_ms     int         not null,
    request_headers text        not null,
    status          int,
    answer          text,
    error           text,
    primary key (tenant, delivery_id, number),
    foreign key (tenant, delivery_id) references webhook_delivery on delete cascade
);

select isolate_tenants('webhook_attempt');
