-- What waits for its time gives its turn up, whose number says nothing any more when it is due. Written are those that wait, some
-- seconds for 100,000; what somebody else holds is left out, and keeps its number until it has run.
do $$
declare
    lane text;
begin
    foreach lane in array array['webhook', 'media', 'push', 'fanout', 'moderation', 'hook', 'export', 'mail'] loop
        execute format('update execution_%1$s as e set priority = null, urgency ='
            ' case when e.priority <= -1000000000 then -1 when e.priority %% 2 <> 0 then 1 end'
            ' where e.ctid = any(array(select ctid from execution_%1$s'
            ' where not picked and priority is not null and execution_time > now() for update skip locked))', lane);
    end loop;
end $$;

-- Where a party's urgent instances stand, which are those that go on. None is there yet, so the index is empty; while the table is
-- read for it, 0.1 s for 100,000 that sleep, no instance begins or ends.
create index execution_workflow_urgent on execution_workflow
    (coalesce(party, split_part(task_instance, '/', 1)), priority) where priority % 2 <> 0;
