-- Since when a file that was reset is processed; null: since it was made. Earlier versions need not know it.
alter table file add column if not exists processing_since timestamptz;
