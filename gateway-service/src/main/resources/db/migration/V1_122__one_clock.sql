-- Gateways ask for what has ended since they asked last. What has ended carries the time of the one clock that all of them
-- have, the database's, whatever the clock of the gateway says that ended it.
create function end_by_database_time() returns trigger language plpgsql as $$
begin
    new.ended_at := clock_timestamp();
    return new;
end $$;

create trigger end_by_database_time before update of ended_at on sessions
    for each row when (old.ended_at is null and new.ended_at is not null) execute function end_by_database_time();

create function revoke_by_database_time() returns trigger language plpgsql as $$
begin
    new.revoked_at := clock_timestamp();
    return new;
end $$;

create trigger revoke_by_database_time before update of revoked_at on api_keys
    for each row when (old.revoked_at is null and new.revoked_at is not null)
    execute function revoke_by_database_time();

-- A former secret that ends at once ends now, and not before.
create function end_former_by_database_time() returns trigger language plpgsql as $$
begin
    new.valid_until := greatest(new.valid_until, clock_timestamp());
    return new;
end $$;

create trigger end_former_by_database_time before insert or update of valid_until on api_key_former_secrets
    for each row execute function end_former_by_database_time();
