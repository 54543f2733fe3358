-- Who gets another plan within a month is told anew what it has used of that: by how much there is.
alter table quota_warnings add column most bigint not null default 0;
alter table quota_warnings drop constraint quota_warnings_pkey;
alter table quota_warnings add primary key (tenant, meter, month, percent, most);

-- For the functions below, which run as the schema's owner; the application role itself still sees one tenant's rows only.
create policy look_up on quota_warnings for select to current_user using (true);
create policy forget on quota_warnings for delete to current_user using (true);

-- Tenants that were not told yet this month that they have used so many percent of a quota, or all of it.
create function due_quota_warnings(
    part int, present timestamptz, standard text, plans text[], meters text[], mosts bigint[], levels boolean[])
    returns table (tenant text, plan text, meter text, most bigint, amount bigint)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select n.tenant, n.plan, n.meter, n.most, n.amount
    from near_quotas(part / 100.0::float8, present, standard, plans, meters, mosts, levels) as n
    where not exists (
        select from quota_warnings w
        where w.tenant = n.tenant and w.meter = n.meter and w.month = present and w.most = n.most
          and w.percent = case when n.amount >= n.most then 100 else part end)
$$;

create function forget_quota_warnings(before timestamptz) returns void
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    delete from quota_warnings w where w.month < before
$$;

revoke all on function due_quota_warnings(int, timestamptz, text, text[], text[], bigint[], boolean[]) from public;
revoke all on function forget_quota_warnings(timestamptz) from public;
