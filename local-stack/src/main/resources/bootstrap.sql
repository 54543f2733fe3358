-- Roles and schemas of the suite. Run as superuser in the database "atrium"; may be run again at any time.
--
-- For each service S that keeps rows: schema S, owned by role S_owner, which runs the migrations; and role S, as which
-- the service runs: it owns nothing, cannot create anything, and sees no other service's schema. Row-level security
-- therefore binds it.
--
-- Role room_push: other programs that push changes into rooms connect as it, or as a role that was granted it. It can call
-- the functions for that, such as room.post_message, and nothing else.
do $$
declare
  service text;
  owner text;
  role text;
  pushing text;
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
      -- A machine that is lost says no farewell. Without these its sessions, and what they had locked, are kept until the
      -- system's TCP gives up: 15 minutes, or 2 hours where nothing was on its way.
      execute format('alter role %I set tcp_keepalives_idle = 10', role);
      execute format('alter role %I set tcp_keepalives_interval = 5', role);
      execute format('alter role %I set tcp_keepalives_count = 3', role);
      execute format('alter role %I set tcp_user_timeout = ''30s''', role);
    end loop;
    -- The same for a process that hangs in a transaction. The longest pause in one is that of the outbox, which waits for
    -- Kafka: 20 s. Not for the owners: a migration may compute for longer.
    execute format('alter role %I set idle_in_transaction_session_timeout = ''25s''', service);
    execute format('create schema if not exists %I authorization %I', service, owner);
    execute format('grant usage on schema %I to %I', service, service);
    execute format('alter default privileges for role %I in schema %I grant select, insert, update, delete on tables to %I',
                   owner, service, service);
    execute format('alter default privileges for role %I in schema %I grant usage on sequences to %I', owner, service, service);
    execute format('alter default privileges for role %I in schema %I grant execute on functions to %I', owner, service, service);
  end loop;
  -- Who waits for what such a session has locked tries again, and says so in its log. jobs sets its own for each of its
  -- connections. At a gateway that is the lock of an audit trail, and somebody waits for the answer.
  alter role room set lock_timeout = '10s';
  alter role media set lock_timeout = '10s';
  alter role gateway set lock_timeout = '3s';
  -- Nobody waits for an answer longer than some seconds; what is forgotten each hour may take a moment.
  alter role gateway set statement_timeout = '30s';
  if not exists (select from pg_roles where rolname = 'room_push') then
    create role room_push login;
  end if;
  alter role room_push set search_path = room;
  grant connect on database atrium to room_push;
  grant usage on schema room to room_push;
  for pushing in
      select oid::regprocedure from pg_proc
      where pronamespace = 'room'::regnamespace
        and proname in ('message_id', 'post_message', 'edit_message', 'delete_message',
                        'apply_operations', 'put_object', 'merge_object', 'remove_object') loop
    execute format('grant execute on function %s to room_push', pushing);
  end loop;
end
$$;
