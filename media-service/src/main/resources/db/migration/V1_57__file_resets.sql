-- How often a file was processed anew. A constant default: the table is not rewritten, and earlier versions need not know it.
alter table file add column resets integer not null default 0;
