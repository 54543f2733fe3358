-- Roles and schemas of the suite. Run as superuser in the database "atrium"; may be run again at any time.
--
-- For each service S that keeps rows: schema S, owned by role S_owner, which runs the migrations; and role S, as which
-- the service runs: it owns nothing, cannot create anything, and sees no other service's schema. Row-level security
-- therefore binds it.
do $$
declare
  service text;
  owner text;
  role text;
begin
  revoke all on database atrium from public;
  revoke all on schema public from public;
  foreach service in array array['gateway', 'room', 'media', 'jobs'] loop
    owner := service || '_owner';
    foreach role in array array[service, owner] loop
      if not exists (select from pg_roles where rolname = role) then
        execute format('create role %I login', role);
      end if;
      execute format('alter role %I set search_path = %I', role, service);
      execute format('grant connect on database atrium to %I', role);
    end loop;
    execute format('create schema if not exists %I authorization %I', service, owner);
    execute format('grant usage on schema %I to %I', service, service);
    execute format('alter default privileges for role %I in schema %I grant select, insert, update, delete on tables to %I',
                   owner, service, service);
    execute format('alter default privileges for role %I in schema %I grant usage on sequences to %I', owner, service, service);
    execute format('alter default privileges for role %I in schema %I grant execute on functions to %I', owner, service, service);
  end loop;
end
$$;
