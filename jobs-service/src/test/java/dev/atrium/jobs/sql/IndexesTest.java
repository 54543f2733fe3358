package dev.atrium.jobs.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/// What plans must not find.
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
}
