-- How many instances of a type somebody has that have not ended.
create index workflow_open on workflow (tenant, subject, type) where status not in ('complete', 'failed', 'cancelled');
