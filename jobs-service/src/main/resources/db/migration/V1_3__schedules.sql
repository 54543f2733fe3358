create table execution_schedule (like execution_workflow including all);

-- A workflow that a tenant has started again and again.
create table schedule (
    tenant        text        not null,
    id            text        not null,
    type          text        not null,
    subject       text        not null,
    input         text        not null,
    cron          text        not null,
    zone          text        not null,
    missed        text        not null check (missed in ('skip', 'run-once')),
    paused        boolean     not null default false,
    next_at       timestamptz not null,
    last_at       timestamptz,
    last_instance text,
    created_at    timestamptz not null,
    primary key (tenant, id)
);

create index on schedule (tenant, subject, id);
select isolate_tenants('schedule');
