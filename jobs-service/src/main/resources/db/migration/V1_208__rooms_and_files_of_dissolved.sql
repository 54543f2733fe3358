-- The rooms and files of organisations that were deleted before go as well, and nobody forgets such an organisation while
-- nodes are updated: all is kept as if they were deleted now.
create policy system on departure to current_user using (true) with check (true);
insert into dissolution (tenant, at, ended) select tenant, now(), true from departure where subject = ''
on conflict (tenant) do update set at = excluded.at;
drop policy system on departure;
