-- What was bought, as the payment provider names it: which plan that is follows from what is configured, and that may come
-- later. Where nothing is sold under any of it, and nothing was before, the plan is empty, and the row counts for nothing.
alter table subscriptions add column prices text[] not null default '{}';

create index subscriptions_by_id on subscriptions (id);

-- A subscription may be moved to another tenant, and prices are of all. The functions below run as the schema's owner; the
-- application role itself still changes one tenant's rows only.
create policy take_over on subscriptions to current_user using (true) with check (true);

create or replace function plan_of(whose text, standard text) returns text language sql stable as $$
    select coalesce(
        (select p.plan from plans p where p.tenant = whose),
        (select s.plan from subscriptions s
         where s.tenant = whose and s.live and s.plan <> '' order by s.told_at desc, s.id limit 1),
        standard)
$$;

-- Takes over what is told of a subscription, unless something newer is known of it, at whichever tenant: false. At others
-- it is worth nothing from then on.
--
-- bought: a JSON array of prices; sold: the plan that is sold under them, or nothing: then it stays the one it was
create function record_subscription(
    whose text, subscription text, sold text, bought text, state text, worth boolean, told timestamptz, kind int)
    returns boolean language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
begin
    -- One word at a time, also where they are of several tenants.
    perform pg_advisory_xact_lock(hashtextextended('subscription:' || subscription, 0));
    if exists (
        select from subscriptions s
        where s.id = subscription and s.tenant <> whose
          and (s.word = 3 or (kind < 3 and (s.told_at, s.word) > (told, kind))))
    then
        return false;
    end if;
    insert into subscriptions as s (tenant, id, plan, prices, status, live, told_at, word)
    values (whose, subscription, sold, array(select jsonb_array_elements_text(bought::jsonb)), state, worth, told, kind)
    on conflict (tenant, id) do update
        set plan = case when excluded.plan = '' then s.plan else excluded.plan end, prices = excluded.prices,
            status = excluded.status, live = excluded.live, told_at = excluded.told_at, word = excluded.word
        where s.word < 3 and (excluded.word = 3 or (s.told_at, s.word) <= (excluded.told_at, excluded.word));
    if not found then
        return false;
    end if;
    update subscriptions s set live = false where s.id = subscription and s.tenant <> whose and s.live;
    return true;
end $$;

-- Lets subscriptions be worth what is sold under their prices now: row by row a price and its plan, the least first. Where
-- nothing is, they keep what they have.
create function price_subscriptions(known text[], names text[]) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with sold as (
        select s.tenant, s.id,
               (select k.name from unnest(known, names) with ordinality as k (price, name, rank)
                where k.price = any (s.prices) order by k.rank desc limit 1) as plan
        from subscriptions s
        where s.live
    ), changed as (
        update subscriptions s set plan = n.plan from sold n
        where s.tenant = n.tenant and s.id = n.id and s.plan <> n.plan
        returning 1
    )
    select count(*) from changed
$$;

revoke all on function record_subscription(text, text, text, text, text, boolean, timestamptz, int) from public;
revoke all on function price_subscriptions(text[], text[]) from public;
