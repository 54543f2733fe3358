-- Executions: the durable clock and lock of db-scheduler, one table per lane so that no lane's backlog slows another's
-- look-ups. The columns are db-scheduler's.
create table execution_media (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index on execution_media (execution_time);
create index on execution_media (last_heartbeat);

create table execution_workflow (like execution_media including all);
create table execution_housekeeping (like execution_media including all);

-- Kafka records that nothing can be made of, each once, with all that is needed to look into them. The time is the
-- record's: offsets start again where a topic is made anew.
create table dead_letter (
    topic       text        not null,
    shard       int         not null,
    position    bigint      not null,
    written_at  timestamptz not null,
    key         bytea,
    headers     text        not null,
    value       bytea,
    reason      text        not null,
    recorded_at timestamptz not null default now(),
    primary key (topic, shard, position, written_at)
);

create table job (
    tenant          text        not null,
    id              uuid        not null,
    class           text        not null,
    type            text        not null,
    subject         text        not null,
    payload         text        not null,
    state           text        not null check (state in ('queued', 'running', 'retrying', 'done', 'dead')),
    attempts        int         not null default 0,
    next_attempt_at timestamptz,
    note            text,
    traceparent     text,
    created_at      timestamptz not null,
    started_at      timestamptz,
    ended_at        timestamptz,
    primary key (tenant, id)
);

create index on job (tenant, created_at desc, id desc);
create index on job (tenant, subject, created_at desc, id desc);
select isolate_tenants('job');

-- "run" counts how often the workflow's method was entered: whoever holds an older number is no longer believed.
create table workflow (
    tenant      text        not null,
    id          text        not null,
    type        text        not null,
    subject     text        not null,
    input       text        not null,
    status      text        not null check (status in ('queued', 'running', 'complete', 'failed')),
    result      text,
    error       text,
    run         int         not null default 0,
    sequence    bigint      not null default 0,
    traceparent text,
    created_at  timestamptz not null,
    started_at  timestamptz,
    ended_at    timestamptz,
    primary key (tenant, id)
);

create index on workflow (tenant, created_at desc, id desc);
create index on workflow (tenant, subject, created_at desc, id desc);
select isolate_tenants('workflow');

create table workflow_step (
    tenant          text        not null,
    workflow_id     text        not null,
    name            text        not null,
    position        int         not null,
    status          text        not null check (status in ('running', 'retrying', 'complete', 'failed')),
    attempts        int         not null,
    next_attempt_at timestamptz,
    result          text,
    error           text,
    started_at      timestamptz not null,
    ended_at        timestamptz,
    primary key (tenant, workflow_id, name),
    foreign key (tenant, workflow_id) references workflow
);

select isolate_tenants('workflow_step');

-- One row per mail that must leave once. It says what is known about the last attempt: "sending" without an end means
-- that nobody knows whether the server took it.
create table mail_intent (
    tenant      text        not null,
    message_id  text        not null,
    state       text        not null check (state in ('sending', 'sent', 'not_sent')),
    attempts    int         not null,
    uncertain   int         not null default 0,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (tenant, message_id)
);

select isolate_tenants('mail_intent');

create table recipient_profile (
    tenant     text        not null,
    user_id    text        not null,
    email      text        not null,
    name       text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, user_id)
);

select isolate_tenants('recipient_profile');

create table notification_settings (
    tenant     text        not null,
    user_id    text        not null,
    in_app     boolean     not null default true,
    email      boolean     not null default true,
    web_push   boolean     not null default false,
    created_at timestamptz not null,
    primary key (tenant, user_id)
);

select isolate_tenants('notification_settings');
