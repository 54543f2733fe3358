-- Where a tenant's urgent executions stand in line, which are those with an odd priority: found without going through the
-- tenant's backlog.
create index on execution_media (tenant, priority) where priority % 2 <> 0;
create index on execution_mail (tenant, priority) where priority % 2 <> 0;
create index on execution_push (tenant, priority) where priority % 2 <> 0;
create index on execution_fanout (tenant, priority) where priority % 2 <> 0;
create index on execution_moderation (tenant, priority) where priority % 2 <> 0;
create index on execution_hook (tenant, priority) where priority % 2 <> 0;
create index on execution_export (tenant, priority) where priority % 2 <> 0;
create index on execution_webhook (tenant, priority) where priority % 2 <> 0;
