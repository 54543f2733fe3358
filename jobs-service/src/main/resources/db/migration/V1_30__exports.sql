-- Rendering takes processor time: a lane of its own.
create table execution_export (like execution_media including all);

-- What somebody asked to have exported. Its instance in "workflow" has the id 'export:<id>'; "render" names the job that
-- counts, once all is collected, and "outcome" how that ended.
create table export (
    tenant     text        not null,
    id         uuid        not null,
    subject    text        not null,
    input      text        not null,
    title      text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    expired    boolean     not null default false,
    progress   smallint    not null default 0 check (progress between 0 and 100),
    activity   text        not null default 'waiting',
    render     uuid,
    outcome    text,
    primary key (tenant, id)
);

create index on export (tenant, subject, created_at desc, id desc);
select isolate_tenants('export');

-- What was collected until now, gzipped lines of JSON; here until the export has ended.
create table export_piece (
    tenant text  not null,
    export uuid  not null,
    number int   not null,
    body   bytea not null,
    primary key (tenant, export, number),
    foreign key (tenant, export) references export on delete cascade
);

select isolate_tenants('export_piece');

-- What was rendered and stored, until it expires.
create table export_file (
    tenant     text   not null,
    export     uuid   not null,
    render     uuid   not null,
    format     text   not null,
    file_id    text   not null,
    name       text   not null,
    size_bytes bigint not null,
    sha256     text   not null,
    primary key (tenant, export, render, format),
    foreign key (tenant, export) references export on delete cascade
);

select isolate_tenants('export_file');

-- When which export expires, and whether what it had collected was forgotten after its end: the service's own, for it is
-- looked through for all tenants.
create table export_expiry (
    tenant     text        not null,
    export     uuid        not null,
    expires_at timestamptz not null,
    swept      boolean     not null default false,
    primary key (tenant, export)
);

create index on export_expiry (expires_at);
create index on export_expiry (expires_at) where not swept;
