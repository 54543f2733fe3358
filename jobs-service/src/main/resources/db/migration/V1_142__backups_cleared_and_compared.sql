-- What it had stored is being deleted: until that is done it can neither go on nor begin anew.
alter table backup add column clearing boolean not null default false;

-- Of the whole archive, by which a repeated upload is known; only of uploads.
alter table backup add column sha256 text;
