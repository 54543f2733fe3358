-- How far jobs and workflow instances are, as far as they said.
create table progress (
    tenant text        not null,
    kind   text        not null check (kind in ('job', 'workflow')),
    id     text        not null,
    owner  text        not null,
    name   text        not null,
    done   bigint      not null,
    total  bigint      not null,
    note   text,
    at     timestamptz not null,
    primary key (tenant, kind, id)
);

select isolate_tenants('progress');
