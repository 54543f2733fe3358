-- Rooms of one kind, however many others there are.
create index room_listing_of_kind on room (tenant, kind, id desc);
