-- Work of tenants' own, which their own programs do.
create table execution_worker (like execution_hook including defaults including constraints);
alter table execution_worker add primary key (task_name, task_instance), set (fillfactor = 70);
create index execution_worker_due on execution_worker (execution_time);
create index execution_worker_turn on execution_worker (priority desc, execution_time);
create index execution_worker_party on execution_worker
    (coalesce(party, split_part(task_instance, '/', 1)), priority);
create index execution_worker_urgent on execution_worker
    (coalesce(party, split_part(task_instance, '/', 1)), priority) where priority % 2 <> 0;
create index execution_worker_heartbeats on execution_worker
    using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);

-- A program that does jobs, and how it takes them.
create table worker (
    tenant          text        not null,
    id              uuid        not null,
    subject         text        not null,
    name            text        not null,
    url             text        not null,
    batch_size      int         not null,
    wait_seconds    int         not null,
    concurrency     int         not null,
    timeout_seconds int         not null,
    max_attempts    int         not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    -- When its owner registered it, or changed it last: who left before that has not left it since.
    owned_at        timestamptz not null,
    -- When its owner left the organisation; it is sent nothing since.
    left_at         timestamptz,
    idempotency_key text,
    request_hash    text,
    primary key (tenant, id)
);

create index on worker (tenant, created_at desc, id desc);
create unique index worker_idempotency on worker (tenant, subject, idempotency_key);
select isolate_tenants('worker');

-- Sealed: the key is not in the database. Without a valid_until it is the present one.
create table worker_secret (
    tenant      text        not null,
    id          uuid        not null,
    worker_id   uuid        not null,
    sealed      text        not null,
    created_at  timestamptz not null,
    valid_until timestamptz,
    primary key (tenant, id),
    foreign key (tenant, worker_id) references worker on delete cascade
);

create index on worker_secret (tenant, worker_id);
select isolate_tenants('worker_secret');
