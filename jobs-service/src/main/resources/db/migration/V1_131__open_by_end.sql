-- What is open is told by its end, not by its state: a statement that looks one row up by its key, and wants it in a
-- certain state, would else be planned as a walk through all that is open, wherever there was little of it at that moment.
drop index workflow_open;
create index workflow_open on workflow (tenant, subject, type) where ended_at is null;

drop index job_tenant_class_created_at_idx;
create index job_open on job (tenant, class, created_at) where ended_at is null;
