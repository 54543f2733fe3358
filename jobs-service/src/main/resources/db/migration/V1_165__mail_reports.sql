-- What the operator's mail provider reports of addresses after it has taken mails to them, for all tenants: no tenant's rows,
-- and of addresses only the SHA-256. A report is a suppression of each tenant as soon as that has a mail for the address.
create table mail_report (
    address     bytea       not null,
    kind        text        not null check (kind in ('bounce', 'complaint')),
    detail      text,
    reported_at timestamptz not null,
    primary key (address, kind)
);

create index on mail_report (reported_at);

-- Which report a tenant has made its own: what an admin removes afterwards stays removed until the next one.
create table mail_report_taken (
    tenant      text        not null,
    address     bytea       not null,
    kind        text        not null,
    reported_at timestamptz not null,
    primary key (tenant, address, kind)
);

select isolate_tenants('mail_report_taken');

alter table mail_suppression
    drop constraint mail_suppression_reason_check,
    add constraint mail_suppression_reason_check check (reason in ('bounce', 'complaint', 'manual', 'unsubscribe'));
