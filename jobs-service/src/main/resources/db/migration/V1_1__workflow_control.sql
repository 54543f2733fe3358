-- Instances that wait, are held or were cancelled. The wider checks need no look at the rows that are there.
alter table workflow
    drop constraint workflow_status_check,
    add constraint workflow_status_check check (status in
        ('queued', 'running', 'waiting', 'pausing', 'paused', 'complete', 'failed', 'cancelled')) not valid,
    add column version     int not null default 1,
    add column parent_id   text,
    add column parent_step text,
    add column paused_at   timestamptz;

create index on workflow (tenant, status, created_at desc, id desc);
create index on workflow (tenant, parent_id) where parent_id is not null;

-- "kind" says what the step is; of one that waits, "next_attempt_at" says until when, if that is known.
alter table workflow_step
    drop constraint workflow_step_status_check,
    add constraint workflow_step_status_check check (status in
        ('running', 'retrying', 'waiting', 'complete', 'failed', 'cancelled')) not valid,
    add column kind text not null default 'run',
    add constraint workflow_step_kind_check check (kind in ('run', 'sleep', 'event', 'child')) not valid;

-- What instances were told. An event happens once per instance; it is kept until a step waits for it, and after.
create table workflow_event (
    tenant      text        not null,
    workflow_id text        not null,
    name        text        not null,
    event_key   text,
    payload     text        not null,
    sender      text        not null,
    received_at timestamptz not null,
    primary key (tenant, workflow_id, name),
    foreign key (tenant, workflow_id) references workflow
);

select isolate_tenants('workflow_event');

-- Every transition, as it was told to the others; "actor" asked for it, where somebody did.
create table workflow_history (
    tenant      text        not null,
    workflow_id text        not null,
    sequence    bigint      not null,
    status      text        not null,
    step        text,
    actor       text,
    at          timestamptz not null,
    primary key (tenant, workflow_id, sequence),
    foreign key (tenant, workflow_id) references workflow
);

select isolate_tenants('workflow_history');
