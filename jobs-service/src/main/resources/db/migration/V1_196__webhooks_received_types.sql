-- What the source tells of, and how it signs. What other types than "generic" deliver is the gateway's to apply, which is told
-- it once more as it came. All that came before is of the type "generic".
alter table webhook_received
    add column source_type text not null default 'generic',
    add column scheme text not null default '';
