-- What every service's schema has. Runs as the schema's owner; the application role gets its rights by default privileges.

create table outbox (
    id          bigint generated always as identity primary key,
    event_id    text        not null unique,
    topic       text        not null,
    key         text        not null,
    type        text        not null,
    source      text        not null,
    subject     text        not null,
    tenant      text        not null,
    time        timestamptz not null,
    traceparent text        not null,
    data        text        not null
);

create function outbox_notify() returns trigger language plpgsql as $$
begin
    notify outbox;
    return null;
end $$;

create trigger outbox_notify after insert on outbox for each statement execute function outbox_notify();

create table inbox (
    consumer    text        not null,
    event_id    text        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, event_id)
);

create index inbox_received_at on inbox (received_at);

-- Makes a table with a column "tenant" show and take only rows of the transaction's tenant, also for its owner.
create function isolate_tenants(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy tenant_isolation on %s using (tenant = current_setting(''atrium.tenant'', true))'
        ' with check (tenant = current_setting(''atrium.tenant'', true))', target);
end $$;
