-- Set before what an instance keeps in the object store is deleted: from then on nobody restarts it.
alter table workflow add column forgotten boolean not null default false;
