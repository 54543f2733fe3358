package dev.atrium.jobs.intake;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.jobs.members.MemberProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records of Kafka that nothing could be made of, as the operator sees them.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class DeadLetterTest {

    private static final String PATH = "/api/operations/dead-letters";

    @Inject
    Intake intake;

    @Inject
    Moody subscriber;

    @Inject
    MemberProjection members;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final String event = Ids.next().toString();
    private final Caller operator = Api.admin(Api.OPERATORS);

    @Test
    void isShownWithoutWhatStandsInIt() throws Exception {
        String id = bury();

        String shown = get(id).expect(200)
                .body("topic", equalTo("media.events"))
                .body("consumer", equalTo(Moody.CONSUMER))
                .body("headers.ce_id", equalTo(event))
                .body("headers.ce_tenant", equalTo(tenant))
                .body("reason", equalTo("not in this mood"))
                .body("state", equalTo("open"))
                .body("endedBy", nullValue())
                .text();

        assertFalse(shown.contains("secret.txt"), shown);
    }

    @Test
    void whatStandsInItIsShownToWhoAsksForItAndTheTrailTellsThat() throws Exception {
        String id = bury();

        get(id + "?content=true")
                .expect(200)
                .body("headers.ce_id", equalTo(event))
                .body("content.key.text", notNullValue())
                .body("content.value.text", containsString("secret.txt"))
                .body("content.value.cut", equalTo(false));
        get(id + "?content=yes").expect(400);
        Api.get(Api.admin(tenant), PATH + "/" + id + "?content=true").expect(404);

        await().untilAsserted(() -> assertEquals(
                1,
                kafka.deeds(Api.OPERATORS).stream()
                        .filter(deed -> deed.startsWith("user:boss dead-letter.read {consumer=test.moody")
                                && deed.contains("offset=" + offset(event)))
                        .count()));
        discard(id).expect(200);
        get(id + "?content=true").expect(200).body("content", nullValue());
    }

    @Test
    void whatLetsInWhoeverKnowsItIsNotShown() throws Exception {
        String id = bury();
        database.update(
                tenant,
                "update dead_letter set headers = replace(headers, ?, ?) where id = ?::uuid",
                EventType.FILE_DELETED.typeName(),
                EventType.INVITATION_SENT.typeName(),
                id);

        get(id + "?content=true")
                .expect(200)
                .body("headers.ce_type", equalTo(EventType.INVITATION_SENT.typeName()))
                .body("content", nullValue());
    }

    @Test
    void hasItsEffectOnceWhenItIsReplayed() throws Exception {
        String id = bury();
        subscriber.take(event);

        replay(id).expect(200).body("state", equalTo("replayed")).body("endedBy", equalTo("user:boss"));
        replay(id).expect(200).body("state", equalTo("replayed"));
        intake.receive(List.of(record()), subscriber);

        assertEquals(1, subscriber.taken(event));
        assertEquals(
                0,
                database.number(
                        tenant, "select count(*) from dead_letter where id = ?::uuid and value is not null", id));
        discard(id).expect(409);
        await().until(() -> kafka.deeds(Api.OPERATORS).stream()
                        .filter(deed -> deed.startsWith("user:boss dead-letter.replay {consumer=test.moody"))
                        .count()
                >= 1);
    }

    @Test
    void staysWhereNothingCanBeMadeOfItStill() throws Exception {
        String id = bury();
        database.update(tenant, "update dead_letter set reason = 'as it was' where id = ?::uuid", id);

        replay(id).expect(409).body("detail", containsString("not in this mood"));

        get(id).body("state", equalTo("open")).body("reason", equalTo("not in this mood"));
        assertEquals(
                0,
                database.number(
                        tenant,
                        "select count(*) from inbox where consumer = ? and event_id = ?",
                        Moody.CONSUMER,
                        event));
    }

    /// Kafka's order would have made the newer one hold.
    @Test
    void undoesNothingThatWasToldOfTheSameMeanwhile() throws Exception {
        Instant before = Instant.now().minusSeconds(60);
        String id = buryMembership("user:eve", "editor", before);
        String ofAnother = buryMembership("user:ann", "editor", before);
        intake.receive(List.of(membership("user:eve", "editor", before.minusSeconds(1))), members);
        intake.receive(List.of(membership("user:eve", null, before.plusSeconds(1))), members);

        replay(id).expect(409).body("detail", containsString("something newer was told of the same"));
        replay(ofAnother).expect(200).body("state", equalTo("replayed"));

        get(id).body("state", equalTo("open"));
        assertEquals("user:ann", database.text(tenant, "select string_agg(subject, ' ') from member"));
        discard(id).expect(200);
    }

    @Test
    void isPutAway() throws Exception {
        String id = bury();

        discard(id).expect(200).body("state", equalTo("discarded"));
        discard(id).expect(200).body("state", equalTo("discarded"));
        replay(id).expect(409);

        assertEquals(0, subscriber.taken(event));
        Api.get(operator, PATH + "?state=open&topic=media.events&limit=200")
                .expect(200)
                .body("items.id", not(hasItem(id)))
                .body("items.state", everyItem(equalTo("open")));
        Api.get(operator, PATH + "?state=discarded&topic=media.events&limit=200")
                .body("items.id", hasItem(id));
    }

    @Test
    void pagesGoFromTheNewestToTheOldest() throws Exception {
        String topic = "test." + event;
        String first = bury();
        String second = buryAnother();
        database.update(
                tenant, "update dead_letter set topic = ? where id in (?::uuid, ?::uuid)", topic, first, second);

        String next = Api.get(operator, PATH + "?limit=1&topic=" + topic)
                .expect(200)
                .body("items.id", contains(second))
                .path("nextCursor");
        Api.get(operator, PATH + "?limit=1&topic=" + topic + "&cursor=" + next)
                .expect(200)
                .body("items.id", contains(first))
                .body("nextCursor", nullValue());
    }

    @Test
    void toEverybodyElseThereIsNothing() throws Exception {
        String id = bury();

        for (Caller other : List.of(Api.admin(tenant), Api.user(Api.OPERATORS, "ada"))) {
            Api.get(other, PATH).expect(404);
            Api.get(other, PATH + "/" + id).expect(404);
            Api.as(other).post(PATH + "/" + id + "/replay").expect(404);
            Api.as(other).post(PATH + "/" + id + "/discard").expect(404);
        }
        get(id).body("state", equalTo("open"));
        get(Ids.next().toString()).expect(404);
        replay(Ids.next().toString()).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=dead", "?topic=a/b", "?cursor=x", "?limit=0"})
    void badFiltersAreRefused(String query) {
        Api.get(operator, PATH + query).expect(400);
    }

    private String bury() throws InterruptedException {
        subscriber.refuse(event);
        intake.receive(List.of(record()), subscriber);
        return id(event);
    }

    private String buryMembership(String member, String role, Instant time) throws InterruptedException {
        ConsumerRecord<byte[], byte[]> record = membership(member, role, time);
        Subscriber refusing = new Subscriber() {
            @Override
            public String consumer() {
                return members.consumer();
            }

            @Override
            public Set<EventType> wanted() {
                return members.wanted();
            }

            @Override
            public void apply(Connection connection, CloudEvent refused) {
                throw new UnusableEventException("not in this mood");
            }
        };
        intake.receive(List.of(record), refusing);
        return id(CloudEvent.required(record.headers(), CloudEvent.ID));
    }

    private ConsumerRecord<byte[], byte[]> membership(String member, @Nullable String role, Instant time) {
        String id = Ids.next().toString();
        Event changed = new Event.MembershipChanged(new TenantId(tenant), member, "eve", role);
        return record(new CloudEvent(id, "/test", time, null, changed));
    }

    private String buryAnother() throws InterruptedException {
        String other = Ids.next().toString();
        subscriber.refuse(other);
        intake.receive(List.of(record(other)), subscriber);
        return id(other);
    }

    private String id(String buried) {
        return database.text(tenant, "select id from dead_letter where position(? in headers) > 0", buried);
    }

    private Answer get(String id) {
        return Api.get(operator, PATH + "/" + id);
    }

    private Answer replay(String id) {
        return Api.as(operator).post(PATH + "/" + id + "/replay");
    }

    private Answer discard(String id) {
        return Api.as(operator).post(PATH + "/" + id + "/discard");
    }

    private ConsumerRecord<byte[], byte[]> record() {
        return record(event);
    }

    private ConsumerRecord<byte[], byte[]> record(String id) {
        Event deleted = new Event.FileDeleted(
                new TenantId(tenant),
                new Event.FileInfo(
                        id, "secret.txt", "text/plain", 1, null, false, new Actor("user:a", "a"), Instant.now()),
                null);
        return record(new CloudEvent(id, "/test", Instant.now(), null, deleted));
    }

    private static ConsumerRecord<byte[], byte[]> record(CloudEvent event) {
        var sent = event.toRecord();
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                offset(event.id()),
                Instant.now().toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers()),
                Optional.empty());
    }

    private static long offset(String event) {
        return Math.abs((long) event.hashCode());
    }
}
