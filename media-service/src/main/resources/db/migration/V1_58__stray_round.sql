-- How far the look for objects that no row knows has come, in one row that all nodes share: who has it looks at the next page.
create table stray_round (
    one       boolean     primary key default true check (one),
    -- Behind which key it goes on; empty: at the beginning.
    after_key text        not null default '',
    objects   bigint      not null default 0,
    bytes     bigint      not null default 0,
    due_at    timestamptz not null default now()
);

insert into stray_round default values;
