-- Whether the provider that keeps the user has verified its address.
alter table users add column email_verified boolean not null default false;
