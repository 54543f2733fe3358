-- Messages in a row that did not reach the device, and until when it gets none because of that.
alter table push_subscription
    add column unreached int not null default 0,
    add column rests_until timestamptz;
