-- What there may be much of is forgotten in steps, each of which ends in time. They tell how much is gone; the functions
-- without a number of rows are those of gateways of an earlier version.

-- Forgets hours, or days, that nobody can ask for any more.
create function forget_usage(old_grain text, before timestamptz, most int) returns int
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with gone as (
        delete from usage
        where ctid = any(array(select u.ctid from usage u where u.grain = old_grain and u.start < before limit most))
        returning 1
    )
    select count(*)::int from gone
$$;

-- Removes what has ended before, also by itself.
create function sweep_sessions(before timestamptz, most int) returns int
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    with gone as (
        delete from sessions
        where ctid = any(array(
            select s.ctid from sessions s where s.valid_until < before or s.ended_at < before limit most))
        returning 1
    )
    select count(*)::int from gone
$$;

revoke all on function forget_usage(text, timestamptz, int) from public;
revoke all on function sweep_sessions(timestamptz, int) from public;
