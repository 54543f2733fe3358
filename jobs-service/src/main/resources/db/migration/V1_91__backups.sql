-- Backups of tenants. Their bytes lie in the object store below <tenant>/backups/<id>/.
create table backup (
    tenant     text        not null,
    id         uuid        not null,
    -- The instance that makes it; empty if it was uploaded.
    workflow   text        not null,
    subject    text        not null,
    keep       int         check (keep > 0),
    created_at timestamptz not null,
    status     text        not null default 'running' check (status in
                ('running', 'receiving', 'complete', 'failed', 'cancelled')),
    ended_at   timestamptz,
    size_bytes bigint,
    rooms      bigint,
    events     bigint,
    files      bigint,
    error      text,
    -- Nobody sees it any more; the row goes after its objects.
    deleted    boolean     not null default false,
    primary key (tenant, id)
);

create index on backup (tenant, created_at desc, id);
select isolate_tenants('backup');

-- The pieces of a complete one.
create table backup_segment (
    tenant     text   not null,
    backup     uuid   not null,
    object     text   not null,
    start      bigint not null,
    size_bytes bigint not null,
    primary key (tenant, backup, start),
    foreign key (tenant, backup) references backup on delete cascade
);

select isolate_tenants('backup_segment');

-- Backups that have not come to rest: the service's own, for they are looked through for all tenants.
create table backup_watch (
    tenant text not null,
    backup uuid not null,
    primary key (tenant, backup)
);
