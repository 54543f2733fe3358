-- A range of pages only ever widens: what once ran in it stays its oldest heartbeat, so that the look for dead nodes would read
-- every page again that was ever worked off. This makes each range anew from what stands in it now. While one is made it is
-- read as if anything could be in it.
create function narrow_heartbeats() returns void
    language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp
as $$
declare
    lane  record;
    page  bigint;
begin
    for lane in
        select i.indexrelid::regclass as heartbeats, pg_relation_size(i.indrelid) / 8192 as pages
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
        join pg_am a on a.oid = c.relam
        where c.relnamespace = current_schema()::regnamespace and a.amname = 'brin' and c.relname like 'execution\_%\_heartbeats'
    loop
        -- As many as each range has.
        for page in select generate_series(0, lane.pages - 1, 8) loop
            perform brin_desummarize_range(lane.heartbeats, page);
            perform brin_summarize_range(lane.heartbeats, page);
        end loop;
    end loop;
end $$;

revoke all on function narrow_heartbeats() from public;
