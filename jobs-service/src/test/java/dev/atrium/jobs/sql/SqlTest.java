package dev.atrium.jobs.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class SqlTest {

    @Inject
    Database database;

    @Test
    void timesThatPostgreSqlCannotKeepBecomeThoseThatItCan() {
        String tenant = Api.freshTenant();

        assertEquals(1, database.number(tenant, "select count(*) where ?::timestamptz < '1970-01-01'", Instant.MIN));
        assertEquals(1, database.number(tenant, "select count(*) where ?::timestamptz > '9999-12-31'", Instant.MAX));
    }
}
