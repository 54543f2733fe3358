-- Objects that must leave the store at a time, unless a file has them by then: those of deleted files, and those of uploads
-- that never became a file.
create table object_removal (
    id         uuid        primary key,
    tenant     text        not null,
    object_key text        not null,
    -- Of the bytes of files, which several files may have; null for what was derived from one.
    sha256     text,
    due_at     timestamptz not null,
    attempts   integer     not null default 0
);

create index object_removal_due on object_removal (due_at);
create index object_removal_content on object_removal (tenant, sha256) where sha256 is not null;
create index file_content on file (tenant, sha256);

select isolate_tenants('object_removal');

-- What is due is found for all tenants, by a function that runs as the schema's owner; the application role itself still sees
-- one tenant's rows only.
create policy system on object_removal to current_user using (true) with check (true);

-- The removal that has been due for longest and is in nobody's hands; the transaction has it until its end.
create function next_object_removal()
    returns table (id uuid, tenant text, object_key text, sha256 text, attempts integer)
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select r.id, r.tenant, r.object_key, r.sha256, r.attempts from object_removal r
    where r.due_at <= now() order by r.due_at limit 1 for update skip locked
$$;

revoke all on function next_object_removal() from public;
