-- The plans that tenants have (GW-16). What a plan allows is configuration; whoever is in none of these tables has the
-- standard one.

-- What the operator has said.
create table plans (
    tenant     text        primary key,
    plan       text        not null,
    changed_by text        not null,
    changed_at timestamptz not null
);

-- What a payment provider tells of its subscriptions. Of what it tells the newest counts, by its own time.
create table subscriptions (
    tenant  text        not null,
    id      text        not null,
    plan    text        not null,
    status  text        not null,
    -- Whether it is worth its plan.
    live    boolean     not null,
    told_at timestamptz not null,
    -- Which of several words of the same second is the last: 1 created, 2 updated, 3 deleted, behind which nothing comes.
    word    int         not null,
    primary key (tenant, id)
);

-- What administrators were told of, once in a month for each part of a quota.
create table quota_warnings (
    tenant  text        not null,
    meter   text        not null,
    month   timestamptz not null,
    percent int         not null,
    told_at timestamptz not null,
    primary key (tenant, meter, month, percent)
);

select isolate_tenants('plans');
select isolate_tenants('subscriptions');
select isolate_tenants('quota_warnings');

-- Who has used up what is asked for all tenants at once. The function below runs as the schema's owner; the application
-- role itself still sees one tenant's rows only.
create policy look_up on plans for select to current_user using (true);
create policy look_up on subscriptions for select to current_user using (true);

create index usage_of_quotas on usage (grain, meter, start, amount) where subject = '';

-- The operator's word is above a subscription, and of several subscriptions the one counts that was told of last.
create function plan_of(whose text, standard text) returns text language sql stable as $$
    select coalesce(
        (select p.plan from plans p where p.tenant = whose),
        (select s.plan from subscriptions s where s.tenant = whose and s.live order by s.told_at desc, s.id limit 1),
        standard)
$$;

-- Tenants that have used at least the share of one of the quotas: row by row a plan, a meter, how much it is at most, and
-- whether that is a level.
create function near_quotas(
    share float8, month timestamptz, standard text, plans text[], meters text[], mosts bigint[], levels boolean[])
    returns table (tenant text, plan text, meter text, most bigint, amount bigint)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select u.tenant, q.plan, q.meter, q.most, u.amount
    from unnest(plans, meters, mosts, levels) as q (plan, meter, most, level)
    join usage u on u.subject = '' and u.meter = q.meter and u.amount >= ceil(q.most::numeric * share::numeric)::bigint
        and u.grain = case when q.level then 'total' else 'month' end
        and u.start = case when q.level then timestamptz '1970-01-01 00:00:00Z' else month end
    where q.plan = plan_of(u.tenant, standard)
$$;

revoke all on function near_quotas(float8, timestamptz, text, text[], text[], bigint[], boolean[]) from public;
