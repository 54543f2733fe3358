package dev.atrium.jobs.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class RoundTripTest {

    private static final String INSERT = "insert into inbox (consumer, event_id) values (?, ?)";
    private static final String FIND = "select event_id from inbox where consumer = ?";

    @Inject
    Database database;

    private final String consumer = Api.freshTenant();

    @Test
    void eachStatementSeesWhatThoseBeforeItDid() {
        // More often than the driver needs to have the statements prepared by the server.
        for (int i = 0; i < 10; i++) {
            String event = "e" + i;
            database.transaction(consumer, connection -> {
                RoundTrip trip = new RoundTrip(connection);
                RoundTrip.Answer<Boolean> before = trip.exists(FIND, consumer);
                RoundTrip.Answer<Integer> inserted = trip.update(INSERT, consumer, event);
                RoundTrip.Answer<Optional<String>> found = trip.first(FIND, row -> row.getString("event_id"), consumer);
                RoundTrip.Answer<Integer> deleted = trip.update("delete from inbox where consumer = ?", consumer);
                trip.send();

                assertEquals(false, before.get());
                assertEquals(1, inserted.get());
                assertEquals(Optional.of(event), found.get());
                assertEquals(1, deleted.get());
                return true;
            });
        }
    }

    @Test
    void nothingIsDoneIfOneOfThemFails() {
        assertThrows(
                IllegalStateException.class,
                () -> database.transaction(consumer, connection -> {
                    RoundTrip trip = new RoundTrip(connection);
                    trip.update(INSERT, consumer, "e");
                    trip.update(INSERT, consumer, "e");
                    trip.send();
                    return true;
                }));

        assertEquals(0, database.number(consumer, "select count(*) from inbox where consumer = ?", consumer));
    }
}
