-- A plan is kept for a connection, and knows no values: where nearly nothing was running when it was made, a look-up of single
-- rows by their ids that must be running becomes, for as long as it is kept, a walk through all of the tenant's that are queued
-- or running. So these indexes are found only by those who want all rows of a state, who say so: state collate "C" = 'dead'.
drop index job_tenant_state_created_at_id_idx;
create index job_of_state on job (tenant, state collate "C", created_at desc, id desc);

drop index job_tenant_class_state_idx;
create index job_of_class on job (tenant, class, state collate "C");

drop index workflow_tenant_status_created_at_id_idx;
create index workflow_of_status on workflow (tenant, status collate "C", created_at desc, id desc);
