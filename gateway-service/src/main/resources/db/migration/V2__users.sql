create table users (
    id              uuid        primary key,
    tenant          text        not null,
    email           text        not null,
    name            text        not null,
    created_by      text        not null,
    idempotency_key text,
    created_at      timestamptz not null
);

create unique index users_email on users (tenant, lower(email));
create unique index users_idempotency on users (tenant, created_by, idempotency_key);

select isolate_tenants('users');
