-- Who takes turns is the party: a tenant; in the commons each of its people. Those of executions that were added before are
-- their tenants, which the expression says, so no row is written anew. "tenant" stays for nodes of the version before, which
-- go through a lane's backlog without its indexes while they still run.
-- "type" is by what a lane limits how many run at the same time.
do $$
declare
    lane text;
begin
    foreach lane in array array['media', 'mail', 'push', 'fanout', 'moderation', 'hook', 'export', 'webhook'] loop
        execute format('alter table execution_%s add column party text, add column type text', lane);
        execute format('create index execution_%1$s_party on execution_%1$s'
            ' (coalesce(party, split_part(task_instance, ''/'', 1)), priority)', lane);
        execute format('create index execution_%1$s_urgent on execution_%1$s'
            ' (coalesce(party, split_part(task_instance, ''/'', 1)), priority) where priority %% 2 <> 0', lane);
        execute format('drop index execution_%s_tenant_priority_idx', lane);
        execute format('drop index execution_%s_tenant_priority_idx1', lane);
    end loop;
end $$;
