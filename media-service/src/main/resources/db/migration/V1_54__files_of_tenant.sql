-- All files of a tenant, by age.
create index file_tenant on file (tenant, id);
