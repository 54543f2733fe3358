-- What is not due has no turn: it gets one when its time has come, with this urgency (-1 behind everything else, 1 urgent, null
-- ordinary). Of what has a turn, the turn says it. Nodes of the version before take what has no turn before all that have one.
do $$
declare
    lane text;
begin
    foreach lane in array
        array['media', 'mail', 'push', 'fanout', 'moderation', 'hook', 'export', 'webhook', 'workflow'] loop
        execute format('alter table execution_%s add column urgency smallint', lane);
    end loop;
end $$;
