-- Who left an organisation: gets nothing there any more until it joins again. The subject '' is everybody, where the
-- organisation itself is gone.
create table departure (
    tenant  text        not null,
    subject text        not null,
    at      timestamptz not null,
    primary key (tenant, subject)
);

select isolate_tenants('departure');
