-- Organisations that were deleted, and of which something is still to be ended, or to go: the service's own, for they are
-- looked through for all tenants. "at": when that was learned. "ended": nothing goes on any more, and nothing begins.
create table dissolution (
    tenant text        primary key,
    at     timestamptz not null,
    ended  boolean     not null default false
);

-- Those that were deleted before; what is kept for them goes as if they were deleted now.
create policy system on departure to current_user using (true) with check (true);
insert into dissolution (tenant, at) select tenant, now() from departure where subject = '';
drop policy system on departure;
