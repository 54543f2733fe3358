-- In which session a device was subscribed, and when that ends at the latest: then it is told nothing more.
alter table push_subscription
    add column session uuid,
    add column ends_at timestamptz;

create index on push_subscription (session) where session is not null;

create policy system on push_subscription to current_user using (true) with check (true);

-- Of those from before it is not known in which session: they last as long as one that began now.
update push_subscription set ends_at = now() + interval '30 days' where subject like 'user:%';

-- A session has ended, in which its owner may have worked in several tenants.
create function forget_devices(of_subject text, of_session uuid) returns void
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    delete from push_subscription where session = of_session and subject = of_subject
$$;

revoke all on function forget_devices(text, uuid) from public;
