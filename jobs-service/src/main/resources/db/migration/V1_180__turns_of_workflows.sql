-- Workflows take turns. What waits for its time has no turn, and neither have those that were added before: they are before
-- those that have one, as they were due. The column was always null and too narrow; a new one writes no row anew.
alter table execution_workflow
    drop column priority,
    add column priority int,
    add column party text,
    add column type text;

create index execution_workflow_turn on execution_workflow (priority desc, execution_time);
create index execution_workflow_party on execution_workflow
    (coalesce(party, split_part(task_instance, '/', 1)), priority);
