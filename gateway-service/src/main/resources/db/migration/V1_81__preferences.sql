-- One JSON object per person, whatever the tenant. The version counts its changes and is its ETag.
create table preferences (
    subject    text        primary key check (subject <> ''),
    document   text        not null,
    version    bigint      not null,
    updated_at timestamptz not null
);

select isolate_subjects('preferences');
