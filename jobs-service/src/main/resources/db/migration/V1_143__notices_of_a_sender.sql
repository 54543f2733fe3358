-- How many a sender has told is summed from the index alone, for each notice that is taken.
create index notice_told on notice (tenant, sender, created_at) include (recipients);
drop index notice_tenant_sender_created_at_idx;
