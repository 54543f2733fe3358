-- Database push: handles come as a list. An array of arrays, as of array[handles] where handles is an array itself, passed
-- for one, as PostgreSQL's arrays have any number of dimensions.

create or replace function check_content(content text, mentions text[])
returns void language plpgsql immutable set search_path = room, pg_temp as $$
declare
    handle text;
begin
    perform check_text('content', content, 4000);
    if array_ndims(mentions) > 1 then
        raise exception 'mentions must be a list, not an array of arrays' using errcode = '22023';
    end if;
    if cardinality(mentions) > 20 then
        raise exception 'mentions must be at most 20' using errcode = '22023';
    end if;
    foreach handle in array coalesce(mentions, '{}') loop
        perform check_text('each of mentions', handle, 200);
        if position('@' || handle in content) = 0 then
            raise exception 'mentions must be in the content, each with @ before it' using errcode = '22023';
        end if;
    end loop;
end $$;
