-- Documents that are being stored, by the keys under which media-service is asked to keep them: written before each upload
-- and gone with the row in "export_file", so that what a killed node has stored is found when the export expires.
create table export_upload (
    tenant   text        not null,
    export   uuid        not null,
    key      text        not null,
    begun_at timestamptz not null,
    primary key (tenant, export, key),
    foreign key (tenant, export) references export on delete cascade
);

select isolate_tenants('export_upload');
