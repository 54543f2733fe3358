package dev.atrium.gateway.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.gateway.testing.Database;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class InboxPurgeTest {

    private static final int MORE_THAN_A_STEP = 10_001;

    private final String test = "purge-" + Ids.next();

    @Inject
    InboxPurge purge;

    @Test
    void whatDoesNotComeAgainIsForgottenHoweverMuchItIs() {
        received("audit", MORE_THAN_A_STEP, "16 days");
        received("usage-files", 1, "16 days");
        // Kafka may still have it.
        received("usage", 1, "14 days");

        purge.run().await().atMost(Patience.USUAL);

        assertEquals(0, kept("audit"));
        assertEquals(1, kept("usage-files"));
        assertEquals(1, kept("usage"));
        Database.execute("delete from inbox where event_id like '" + test + "%'");
    }

    private void received(String consumer, int events, String ago) {
        Database.execute("insert into inbox (consumer, event_id, received_at) select '" + consumer + "', '" + test
                + "-' || n, now() - interval '" + ago + "' from generate_series(1, " + events + ") as n");
    }

    private long kept(String consumer) {
        return Database.count(
                "select count(*) from inbox where event_id like '" + test + "%' and consumer = ?", consumer);
    }
}
