-- As before, but without a call of plan_of for each row: that is dear where many tenants are above the least of all limits,
-- as those are who have paid for more.
create index subscriptions_worth on subscriptions (tenant, told_at desc, id) include (plan) where live and plan <> '';

create or replace function near_quotas(
    share float8, month timestamptz, standard text, plans text[], meters text[], mosts bigint[], levels boolean[])
    returns table (tenant text, plan text, meter text, most bigint, amount bigint)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with bought as (
        select distinct on (s.tenant) s.tenant, s.plan
        from subscriptions s
        where s.live and s.plan <> ''
        order by s.tenant, s.told_at desc, s.id
    )
    select u.tenant, q.plan, q.meter, q.most, u.amount
    from unnest(plans, meters, mosts, levels) as q (plan, meter, most, level)
    join usage u on u.subject = '' and u.meter = q.meter and u.amount >= ceil(q.most::numeric * share::numeric)::bigint
        and u.grain = case when q.level then 'total' else 'month' end
        and u.start = case when q.level then timestamptz '1970-01-01 00:00:00Z' else month end
    left join plans p on p.tenant = u.tenant
    left join bought b on b.tenant = u.tenant
    where q.plan = coalesce(p.plan, b.plan, standard)
$$;
