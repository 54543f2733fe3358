-- The order in which tenants have their turns: the higher the priority, the sooner. db-scheduler's column is too narrow
-- for backlogs of more than 32,767.
alter table execution_media
    alter column priority type int,
    add column tenant text generated always as (split_part(task_instance, '/', 1)) stored;

create index on execution_media (priority desc, execution_time);
create index on execution_media (tenant, priority);

-- "forgiven" of the attempts were made before the job was last replayed: they do not count against its limit.
alter table job
    drop constraint job_state_check,
    add constraint job_state_check check (state in
        ('queued', 'running', 'retrying', 'paused', 'done', 'dead', 'cancelled', 'discarded')) not valid,
    add column forgiven   int not null default 0,
    add column replay_key text;

create index on job (tenant, state, created_at desc, id desc);
create index on job (tenant, class, state);
create index on job (tenant, class, created_at) where state in ('queued', 'running', 'retrying', 'paused');

-- Who asked what of a job.
create table job_action (
    tenant text        not null,
    job_id uuid        not null,
    id     bigint      generated always as identity,
    action text        not null,
    actor  text        not null,
    at     timestamptz not null,
    primary key (tenant, job_id, id),
    foreign key (tenant, job_id) references job
);

select isolate_tenants('job_action');

-- Classes of which a tenant's jobs do not begin.
create table job_pause (
    tenant    text        not null,
    class     text        not null,
    paused_by text        not null,
    paused_at timestamptz not null,
    primary key (tenant, class)
);

select isolate_tenants('job_pause');
