package dev.atrium.media.upload;

import static dev.atrium.media.testing.Api.form;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.MediaEvents;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@ComponentTest
final class UploadedEventTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry metrics;

    private final Caller caller = Api.someone("events");

    @Test
    void anUploadIsToldToTheOthers() {
        Answer created = form(caller, "a.png", "image/png", Samples.png(4, 3))
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .post("/api/upload");
        String file = created.path("id");

        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            ConsumerRecord<byte[], byte[]> record = events.about(file, 1).getFirst();

            assertEquals(file, new String(record.key(), StandardCharsets.UTF_8));
            assertEquals("1.0", header(record, CloudEvent.SPEC_VERSION));
            assertEquals("atrium.file.uploaded.v1", header(record, CloudEvent.TYPE));
            assertEquals("/media-service", header(record, CloudEvent.SOURCE));
            assertEquals(file, header(record, CloudEvent.SUBJECT));
            assertEquals("events", header(record, CloudEvent.TENANT));
            assertEquals("application/json", header(record, "content-type"));
            assertFalse(header(record, CloudEvent.ID).isEmpty());
            assertTrue(Instant.parse(header(record, CloudEvent.TIME))
                    .isAfter(Instant.now().minus(Duration.ofMinutes(1))));
            assertEquals(TRACE, header(record, CloudEvent.TRACEPARENT).split("-")[1]);

            Event.FileUploaded event = assertInstanceOf(
                    Event.FileUploaded.class, MediaEvents.decoded(record).event());
            assertEquals(caller.tenant(), event.tenant());
            assertEquals("a.png", event.file().name());
            assertEquals("image/png", event.file().type());
            assertEquals(caller.actor(), event.file().owner());
            assertEquals(Instant.parse(created.path("createdAt")), event.file().createdAt());
        }
    }

    @Test
    void whatIsDerivedLaterBelongsToTheTraceThatAskedForIt() {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));

        Api.as(Api.with(caller, "files:derive"))
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .post("/internal/files/{id}/derive", file)
                .expect(200);

        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            List<ConsumerRecord<byte[], byte[]>> records = events.about(file, 3);
            for (ConsumerRecord<byte[], byte[]> record : records.subList(1, 3)) {
                assertEquals(TRACE, header(record, CloudEvent.TRACEPARENT).split("-")[1]);
            }
        }
    }

    @Test
    void aRepeatedUploadIsToldOnce() {
        String file = "";
        for (int i = 0; i < 3; i++) {
            file = form(caller, "a.txt", "text/plain", Samples.utf8("once"))
                    .header("Idempotency-Key", "event")
                    .post("/api/upload")
                    .path("id");
        }
        // An event of a later transaction: when it is there, so are all before it.
        String later = Api.upload(caller, "b.txt", Samples.utf8("later"));

        try (MediaEvents events = MediaEvents.fromTheBeginning()) {
            events.about(later, 1);
            assertEquals(1, events.allAbout(file).size());
        }
    }

    @Test
    void howLongEventsAreHeldUpIsSeenAlsoWhereAnotherNodeHoldsThemUp() throws SQLException {
        try (Connection other = dataSource.getConnection()) {
            run(other, "select pg_advisory_lock(hashtextextended('media.outbox', 0))");
            try {
                Api.upload(caller, "a.txt", Samples.utf8("held up"));

                await().until(() -> waitingSeconds() > 0);
            } finally {
                run(other, "select pg_advisory_unlock_all()");
            }
            await().until(() -> waitingSeconds() == 0);
        }
    }

    private double waitingSeconds() {
        return metrics.get("atrium.outbox.waiting").timeGauge().value(TimeUnit.SECONDS);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return CloudEvent.required(record.headers(), name);
    }
}
