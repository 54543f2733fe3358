-- By which a repeated upload of the same person is known; only of complete ones.
alter table backup add column idempotency_key text;

create unique index backup_idempotency_key on backup (tenant, subject, idempotency_key)
    where idempotency_key is not null and not deleted;
