-- What belongs to a person rather than to a tenant: a table with a column "subject" shows and takes only rows of the
-- transaction's subject, also for its owner.
create function isolate_subjects(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy subject_isolation on %s using (subject = current_setting(''atrium.subject'', true))'
        ' with check (subject = current_setting(''atrium.subject'', true))', target);
end $$;

-- Sessions of signed-in users. Of their refresh tokens only the hashes of the last two are kept.
create table sessions (
    id               uuid        primary key,
    subject          text        not null check (subject <> ''),
    tenant           text        not null,
    organisation     text,
    handle           text        not null,
    roles            text        not null,
    user_agent       text        not null,
    address          text        not null,
    created_at       timestamptz not null,
    last_seen_at     timestamptz not null,
    valid_until      timestamptz not null,
    expires_at       timestamptz not null,
    ended_at         timestamptz,
    generation       integer     not null,
    refresh_hash     text        not null,
    former_hash      text,
    replaced_at      timestamptz,
    provider_session text,
    id_token         text
);

create index sessions_of_subject on sessions (subject, id);
create index sessions_ended on sessions (ended_at) where ended_at is not null;
create index sessions_valid_until on sessions (valid_until);
create index sessions_of_provider on sessions (provider_session) where provider_session is not null;

select isolate_subjects('sessions');

-- The functions below run as the schema's owner and may therefore see everybody's sessions; the application role itself
-- still sees one subject's only.
create policy system on sessions to current_user using (true) with check (true);

-- Who comes with a refresh token has not said yet who it is.
create function find_session(wanted uuid) returns table (subject text, tenant text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select s.subject, s.tenant from sessions s where s.id = wanted
$$;

-- Each gateway asks once in a while which sessions were ended lately, or ended by themselves.
create function ended_sessions(since timestamptz) returns table (id uuid)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select s.id from sessions s where s.ended_at >= since
    union
    select s.id from sessions s where s.valid_until >= since and s.valid_until <= now()
$$;

-- The identity provider says that a user has left: names its own session, or the user.
create function sessions_of_provider(wanted_session text, wanted_subject text)
    returns table (id uuid, subject text, tenant text)
    language sql stable security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    select s.id, s.subject, s.tenant
    from sessions s
    where s.ended_at is null and s.valid_until > now()
      and (wanted_session is null or s.provider_session = wanted_session)
      and (wanted_subject is null or s.subject = wanted_subject)
      and (wanted_session is not null or wanted_subject is not null)
$$;

-- Removes what has ended before.
create function sweep_sessions(before timestamptz) returns void
    language sql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
    delete from sessions s where s.valid_until < before
$$;

revoke all on function find_session(uuid) from public;
revoke all on function ended_sessions(timestamptz) from public;
revoke all on function sessions_of_provider(text, text) from public;
revoke all on function sweep_sessions(timestamptz) from public;
