-- The other services are told of teams by the tables themselves: whoever leaves the organisation leaves its teams without a
-- statement of their own, and nodes of the version before change teams, too.
create function tell_of_team(type text, tenant text, subject text, data json) returns void
    language sql
as $$
    insert into outbox (event_id, topic, key, type, source, subject, tenant, time, traceparent, data)
    values (gen_random_uuid()::text, 'identity.events', tell_of_team.tenant, tell_of_team.type, '/gateway-service',
            tell_of_team.subject, tell_of_team.tenant, clock_timestamp(), '', json_strip_nulls(tell_of_team.data)::text)
$$;

create function tell_team(tenant text, team uuid, name text) returns void
    language sql
as $$
    select tell_of_team('atrium.team.changed.v1', tell_team.tenant, tell_team.team::text,
        json_build_object('tenant', tell_team.tenant, 'team', tell_team.team, 'name', tell_team.name))
$$;

-- Without a handle it is no member.
create function tell_team_member(tenant text, team uuid, member text, handle text) returns void
    language sql
as $$
    select tell_of_team('atrium.team.member-changed.v1', tell_team_member.tenant,
        tell_team_member.team || '/' || tell_team_member.member,
        json_build_object('tenant', tell_team_member.tenant, 'team', tell_team_member.team,
            'member', tell_team_member.member, 'handle', tell_team_member.handle))
$$;

create function team_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform tell_team(old.tenant, old.id, null);
    else
        perform tell_team(new.tenant, new.id, new.name);
    end if;
    return null;
end $$;

-- Of a team that is deleted nobody is a member.
create function team_member_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform tell_team_member(new.tenant, new.team_id, new.subject, m.handle)
        from memberships m where m.tenant = new.tenant and m.subject = new.subject;
    elsif exists (select from teams t where t.id = old.team_id) then
        perform tell_team_member(old.tenant, old.team_id, old.subject, null);
    end if;
    return null;
end $$;

create trigger team_changed after insert or update of name or delete on teams
    for each row execute function team_changed();
create trigger team_member_changed after insert or delete on team_members
    for each row execute function team_member_changed();

-- Those that there are already, of all organisations.
create policy told on teams for select to current_user using (true);
create policy told on team_members for select to current_user using (true);
create policy told on memberships for select to current_user using (true);

select tell_team(t.tenant, t.id, t.name) from teams t order by t.id;
select tell_team_member(t.tenant, t.team_id, t.subject, m.handle)
from team_members t join memberships m on m.tenant = t.tenant and m.subject = t.subject order by t.id;

drop policy told on teams;
drop policy told on team_members;
drop policy told on memberships;
