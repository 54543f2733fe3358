package dev.atrium.jobs.intake;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.media.MediaProcess;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class IntakeTest {

    private static final String MEDIA = "media.events";

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    @Inject
    Intake intake;

    @Inject
    InboxPurge purge;

    private final String tenant = Api.freshTenant();

    @Test
    void eventsThatComeTwiceMakeOneJobEach() {
        Event first = uploaded("user:a");
        Event second = uploaded("user:a");
        String firstId = Ids.next().toString();
        String secondId = Ids.next().toString();

        for (int i = 0; i < 2; i++) {
            kafka.send(firstId, first, null);
            kafka.send(secondId, second, null);
        }
        // The same file under another event id: an outbox that was restored from a backup.
        kafka.send(Ids.next().toString(), first, null);
        flush();

        assertEquals(2, database.number(tenant, "select count(*) from job"));
        assertEquals(
                1,
                database.number(
                        tenant,
                        "select count(*) from job where id = ?",
                        JobQueue.id(MediaProcess.TYPE, first.subject())));
        assertEquals(1, services.asked(derive(first)).size());
        assertEquals(1, services.asked(derive(second)).size());
    }

    @Test
    void recordThatCannotBeReadBecomesADeadLetterAndItsNeighboursGoOn() {
        long before = letters();
        Event left = uploaded("user:a");
        Event right = uploaded("user:a");

        kafka.send(Ids.next().toString(), left, null);
        kafka.sendRaw(MEDIA, Map.of(CloudEvent.TYPE, EventType.FILE_UPLOADED.typeName()), null);
        kafka.sendRaw(MEDIA, Map.of(), "junk".getBytes(StandardCharsets.UTF_8));
        kafka.sendRaw(
                MEDIA,
                Map.of(
                        CloudEvent.ID, Ids.next().toString(),
                        CloudEvent.TYPE, EventType.FILE_UPLOADED.typeName(),
                        CloudEvent.SOURCE, "/test",
                        CloudEvent.TIME, Instant.now().toString()),
                "{\"tenant\":\"UPPER CASE\"}".getBytes(StandardCharsets.UTF_8));
        kafka.send(Ids.next().toString(), right, null);
        flush();

        assertEquals(2, database.number(tenant, "select count(*) from job"));
        assertEquals(before + 3, letters());
    }

    @Test
    void eventThatTheDatabaseRefusesBecomesADeadLetterAndItsNeighboursGoOn() {
        long before = letters();

        kafka.send(Ids.next().toString(), uploaded("user:a"), null);
        kafka.send(Ids.next().toString(), uploaded("user:\0"), null);
        kafka.send(Ids.next().toString(), uploaded("user:b"), null);
        flush();

        assertEquals(2, database.number(tenant, "select count(*) from job"));
        assertEquals(before + 1, letters());
    }

    @Test
    void typesThatNobodyAskedForAreSkipped() {
        long before = letters();

        kafka.sendRaw(MEDIA, Map.of(CloudEvent.TYPE, "atrium.file.forgotten.v9"), new byte[] {1});
        flush();

        assertEquals(before, letters());
    }

    @Test
    void eventsWaitWhileTheDatabaseIsAway() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ConsumerRecord<byte[], byte[]> record = record(uploaded("user:a"));

        intake.receive(List.of(record), new Subscriber() {
            @Override
            public String consumer() {
                return "test.waiting";
            }

            @Override
            public Set<EventType> wanted() {
                return Set.of(EventType.FILE_UPLOADED);
            }

            @Override
            public void apply(Connection connection, CloudEvent event) throws SQLException {
                if (tries.incrementAndGet() < 3) {
                    throw new SQLException("connection refused", "08001");
                }
            }
        });

        assertEquals(3, tries.get());
        assertEquals(1, database.number(tenant, "select count(*) from inbox where consumer = 'test.waiting'"));
    }

    @Test
    void inboxForgetsWhatIsOlderThanThirtyDays() throws Exception {
        database.update(
                tenant,
                "insert into inbox (consumer, event_id, received_at) values ('old', ?, ?), ('young', ?, ?)",
                tenant,
                Instant.now().minus(Duration.ofDays(31)),
                tenant,
                Instant.now().minus(Duration.ofDays(29)));

        purge.run();

        assertEquals(
                "young",
                database.text(tenant, "select string_agg(consumer, ',') from inbox where event_id = ?", tenant));
        assertEquals(
                1,
                database.number(tenant, "select count(*) from execution_housekeeping where task_name = 'inbox-purge'"));
    }

    /// Returns when everything sent before has been received: by an event that is sent behind it.
    private void flush() {
        Event last = uploaded("user:flush");
        String other = Api.freshTenant();
        Event elsewhere = new Event.FileUploaded(new TenantId(other), ((Event.FileUploaded) last).file());
        kafka.send(Ids.next().toString(), elsewhere, null);
        await().until(() -> database.number(other, "select count(*) from job where state = 'done'") == 1);
        await().until(() -> database.number(tenant, "select count(*) from job where state <> 'done'") == 0);
    }

    private Event uploaded(String subject) {
        String id = Ids.next().toString();
        services.on("/internal/files/" + id + "/derive", 200, "{\"status\":\"ready\"}");
        return new Event.FileUploaded(
                new TenantId(tenant),
                new Event.FileInfo(id, "a.txt", "text/plain", 1, null, false, new Actor(subject, "a"), Instant.now()));
    }

    private static String derive(Event event) {
        return "/internal/files/" + event.subject() + "/derive";
    }

    private static ConsumerRecord<byte[], byte[]> record(Event event) {
        var sent = new CloudEvent(Ids.next().toString(), "/test", Instant.now(), null, event).toRecord();
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers()),
                java.util.Optional.empty());
    }

    private long letters() {
        return database.number(tenant, "select count(*) from dead_letter");
    }
}
