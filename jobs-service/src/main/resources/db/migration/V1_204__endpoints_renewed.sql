-- When an endpoint was enabled again whose owner had left and come back, or was given to another: who left before that has
-- not left it since.
alter table webhook_endpoint add column renewed_at timestamptz;
