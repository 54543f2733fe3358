package dev.atrium.room.log;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@ComponentTest
final class MembershipTest {

    @Inject
    Membership membership;

    /// A shard that comes is asked for behind the fetch of those that are here, on the same connection: of quiet ones
    /// that must be answered as soon as members learn that shards move.
    @Test
    void aFetchOfQuietShardsHoldsUpNoneThatComesLongerThanTheNewsOfIt() {
        await().until(() -> count("heartbeat-total") > 0);
        double fetches = count("fetch-total");
        double heartbeats = count("heartbeat-total");

        await().until(() -> count("heartbeat-total") >= heartbeats + 20);

        double fetched = count("fetch-total") - fetches;
        assertTrue(fetched >= 10, () -> "so often the broker was asked anew: " + fetched);
    }

    private double count(String name) {
        return membership.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }
}
