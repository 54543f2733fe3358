-- When what a consumer was told last of a subject was told, of events that say how something is from then on: Kafka's order
-- makes the last one hold, and a dead letter that is replayed later must not. Of what was told before this version nothing is
-- known.
create table last_told (
    tenant   text        not null,
    consumer text        not null,
    subject  text        not null,
    at       timestamptz not null,
    primary key (tenant, consumer, subject)
);

select isolate_tenants('last_told');
