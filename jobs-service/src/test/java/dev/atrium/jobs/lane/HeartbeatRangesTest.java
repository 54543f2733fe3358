package dev.atrium.jobs.lane;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class HeartbeatRangesTest {

    private static final Pattern PAGES = Pattern.compile("lossy=(\\d+)");

    @Inject
    Database database;

    @Inject
    HeartbeatRanges ranges;

    private final String tenant = Api.freshTenant();

    @Test
    void whereNothingRunsAnyMoreNobodyLooks() throws SQLException {
        change("insert into execution_export (task_name, task_instance, execution_time, picked, version)"
                + " select 'other', ? || '/' || i, now() + interval '1 day', false, 1"
                + " from generate_series(1, 10000) as i");
        change("update execution_export set last_heartbeat = now() - interval '1 day'"
                + " where task_name = 'other' and task_instance like ? || '/%'");
        ranges.run();
        change("update execution_export set last_heartbeat = null"
                + " where task_name = 'other' and task_instance like ? || '/%'");
        assertTrue(pages() > 100, "pages: " + pages());

        // A transaction that is older than the change may still see what was there.
        await().until(() -> {
            ranges.run();
            return pages() <= 16;
        });

        change("delete from execution_export where task_name = 'other' and task_instance like ? || '/%'");
    }

    private void change(String sql) {
        database.update(tenant, sql, tenant);
    }

    /// How many are read to find what has shown no life for a while.
    private long pages() {
        return database.transaction(
                tenant,
                connection -> Sql.query(
                                connection,
                                "explain (analyze, costs off, timing off) select 1 from execution_export"
                                        + " where last_heartbeat <= now() - interval '1 hour'",
                                row -> row.getString(1))
                        .stream()
                        .map(PAGES::matcher)
                        .filter(Matcher::find)
                        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                        .sum());
    }
}
