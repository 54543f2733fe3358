-- How many messages each tenant has posted and nobody was told yet (GW-16). Rows come with the messages, in one transaction,
-- so that each message is counted once, however often it is written. Only added to: checkpoints wait for no other here.
create table message_count (
    id      bigint      generated always as identity primary key,
    tenant  text        not null,
    -- In the commons, where all strangers are one tenant: who posted them; else empty.
    subject text        not null,
    hour    timestamptz not null,
    amount  bigint      not null
);

select isolate_tenants('message_count');

-- The function below runs as the schema's owner, for all tenants; the application role itself still sees one tenant's rows.
create policy report on message_count to current_user using (true);

-- Makes events of what was counted since the last time, and forgets it here, both or neither.
create function report_messages(topic text, type text, source text, meter text) returns bigint
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with taken as (
        delete from message_count where id in (
            select c.id from message_count c order by c.id limit 50000 for update skip locked)
        returning *
    ), summed as (
        select t.tenant, t.subject, t.hour, sum(t.amount) as amount,
               (row_number() over (partition by t.tenant order by t.subject, t.hour) - 1) / 500 as part
        from taken t
        group by t.tenant, t.subject, t.hour
    ), told as (
        insert into outbox (event_id, topic, key, type, source, subject, tenant, time, traceparent, data)
        select gen_random_uuid()::text, report_messages.topic, s.tenant, report_messages.type, report_messages.source,
               s.tenant, s.tenant, now(), '',
               json_build_object('tenant', s.tenant, 'amounts', json_agg(json_build_object(
                   'meter', report_messages.meter, 'subject', s.subject,
                   'hour', to_char(s.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'amount', s.amount)))::text
        from summed s
        group by s.tenant, s.part
        returning 1
    )
    select count(*) from told
$$;

revoke all on function report_messages(text, text, text, text) from public;
