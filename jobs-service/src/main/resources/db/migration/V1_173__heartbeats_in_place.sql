-- What nodes note of an execution that they run (who runs it, and that he is alive) stands in no index of single rows any more:
-- then it is a new version in the same page, where every index got one more entry before, also for each heartbeat. Those whose
-- node is dead are found by the pages in which somebody runs something, also behind a backlog of any length.
drop index execution_media_last_heartbeat_idx;
create index execution_media_heartbeats on execution_media using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_media set (fillfactor = 70);

drop index execution_mail_last_heartbeat_idx;
create index execution_mail_heartbeats on execution_mail using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_mail set (fillfactor = 70);

drop index execution_push_last_heartbeat_idx;
create index execution_push_heartbeats on execution_push using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_push set (fillfactor = 70);

drop index execution_fanout_last_heartbeat_idx;
create index execution_fanout_heartbeats on execution_fanout using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_fanout set (fillfactor = 70);

drop index execution_moderation_last_heartbeat_idx;
create index execution_moderation_heartbeats on execution_moderation using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_moderation set (fillfactor = 70);

drop index execution_hook_last_heartbeat_idx;
create index execution_hook_heartbeats on execution_hook using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_hook set (fillfactor = 70);

drop index execution_export_last_heartbeat_idx;
create index execution_export_heartbeats on execution_export using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_export set (fillfactor = 70);

drop index execution_webhook_last_heartbeat_idx;
create index execution_webhook_heartbeats on execution_webhook using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_webhook set (fillfactor = 70);

drop index execution_workflow_last_heartbeat_idx;
create index execution_workflow_heartbeats on execution_workflow using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_workflow set (fillfactor = 70);

drop index execution_schedule_last_heartbeat_idx;
create index execution_schedule_heartbeats on execution_schedule using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_schedule set (fillfactor = 70);

drop index execution_housekeeping_last_heartbeat_idx;
create index execution_housekeeping_heartbeats on execution_housekeeping using brin (last_heartbeat) with (pages_per_range = 8, autosummarize = on);
alter table execution_housekeeping set (fillfactor = 70);
