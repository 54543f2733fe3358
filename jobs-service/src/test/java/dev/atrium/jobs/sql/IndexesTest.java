package dev.atrium.jobs.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What plans must not find, and updates need not touch.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class IndexesTest {

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();

    /// Else a look-up of rows by their ids that must be running becomes a walk through all that are open.
    @Test
    void statesAreFoundOnlyByWhoSaysSo() {
        String inOwnCollation = """
                select count(*)
                from pg_index i
                cross join lateral unnest(i.indkey::int2[], i.indcollation::oid[]) as k(attribute, own)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attribute
                where i.indrelid in ('job'::regclass, 'workflow'::regclass) and a.attname in ('state', 'status')
                    and k.own = a.attcollation""";

        assertEquals(0, database.number(tenant, inOwnCollation));
    }

    @Test
    void aHeartbeatIsNewInNoIndexOfRows() {
        for (String lane : List.of("media", "workflow", "housekeeping")) {
            long inPlace = database.transaction(tenant, connection -> {
                String table = "execution_" + lane;
                Sql.update(
                        connection,
                        "insert into " + table + " (task_name, task_instance, execution_time, picked, version)"
                                + " select 'other', ? || '/' || i, now() + interval '1 day', false, 1"
                                + " from generate_series(1, 100) as i",
                        tenant);
                Sql.update(
                        connection,
                        "update " + table + " set picked = true, picked_by = 'a', last_heartbeat = now()"
                                + " where task_name = 'other' and task_instance like ?",
                        tenant + "/%");
                long counted = Sql.count(connection, "select pg_stat_get_xact_tuples_hot_updated(?::regclass)", table);
                Sql.update(
                        connection,
                        "delete from " + table + " where task_name = 'other' and task_instance like ?",
                        tenant + "/%");
                return counted;
            });

            // As many as have room in their page.
            assertTrue(inPlace >= 20, lane + ": " + inPlace);
        }
    }
}
