-- Who belongs to which organisation.
create table member (
    tenant  text not null,
    subject text not null,
    role    text not null,
    primary key (tenant, subject)
);

select isolate_tenants('member');

-- Backups that were brought back.
create table restore (
    tenant     text        not null,
    id         uuid        not null,
    workflow   text        not null,
    subject    text        not null,
    backup     uuid        not null,
    dry_run    boolean     not null,
    created_at timestamptz not null,
    status     text        not null default 'running' check (status in ('running', 'complete', 'failed')),
    ended_at   timestamptz,
    tally      text,
    error      text,
    primary key (tenant, id)
);

create index on restore (tenant, created_at desc, id);
select isolate_tenants('restore');
