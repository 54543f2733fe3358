package dev.atrium.search.ingest;

import static dev.atrium.platform.roomlog.RoomEvent.Visibility.PUBLIC;
import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.search.testing.Api.caller;
import static dev.atrium.search.testing.Api.find;
import static dev.atrium.search.testing.Api.search;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestRoomLog;
import dev.atrium.platform.testing.TestStack;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.testing.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value = "kafka"))
final class IngestTest {

    private static final Caller ADA = caller("user:ada", "initech");
    private static final TenantId TENANT = new TenantId("initech");

    @Inject
    Topics topics;

    @Inject
    Ingest ingest;

    @Inject
    TopicSetup setup;

    @Inject
    Indexer ofRooms;

    @Inject
    Indexer ofFiles;

    @Inject
    Vectors vectors;

    @Inject
    SearchIndex index;

    @Inject
    KafkaClients kafka;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @BeforeEach
    void hasCaughtUp() {
        await().until(ingest::caughtUp);
    }

    @Test
    void everythingTwiceIsOneEntry() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        String message = topics.post("initech", room, "user:ada", "the lighthouse blinks");
        Event.FileInfo file = Topics.file("lighthouse.txt", "user:ada", true);
        Event text = new Event.FileText(TENANT, file, 0, 1, "A lighthouse stands on a rock.");
        Event ready = new Event.FileReady(TENANT, file, false, true);
        for (Event event : List.of(text, ready, text, ready)) {
            topics.write(event);
        }
        String last = topics.post("initech", room, "user:ada", "the end of the lighthouse");

        await().until(() -> find(ADA, "lighthouse").containsAll(List.of(message, file.id(), last)));

        List<String> found = find(ADA, "lighthouse");
        assertEquals(1, Collections.frequency(found, message));
        assertEquals(1, Collections.frequency(found, file.id()));
    }

    @Test
    void anEditedMessageIsFoundByItsNewTextAndADeletedOneNotAtAll() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        RoomEvent.MessagePosted edited =
                topics.message("initech", room, "user:ada", "the zeppelin " + "flies ".repeat(600));
        RoomEvent.MessagePosted deleted = topics.message("initech", room, "user:ada", "the zeppelin burns");
        topics.write(edited);
        topics.write(deleted);
        await().until(() -> find(ADA, "zeppelin").containsAll(List.of(edited.message(), deleted.message())));

        topics.write(new RoomEvent.MessageEdited(
                TENANT, room, 4, Instant.EPOCH, edited.message(), original(edited), "a quokka", List.of(), List.of()));
        topics.write(new RoomEvent.MessageDeleted(
                TENANT, room, 5, Instant.EPOCH, deleted.message(), original(deleted), ADA.actor()));

        await().until(() -> find(ADA, "quokka").contains(edited.message()));
        await().until(() -> !find(ADA, "zeppelin burns").contains(deleted.message()));
        assertFalse(snippets("zeppelin").contains("zeppelin"));
    }

    private static String snippets(String query) {
        List<String> snippets = search(ADA, Map.of("q", query)).expect(200).path("items.snippet");
        return snippets.toString();
    }

    private static RoomEvent.Original original(RoomEvent.MessagePosted posted) {
        return new RoomEvent.Original(posted.sequence(), posted.at(), posted.sender(), posted.attachment());
    }

    @Test
    void theFileOfAHiddenMessageIsFoundByNobodyUntilItIsShown() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        Event.FileInfo file = Topics.inRoom(Topics.file("pier.txt", "user:ada", false), room);
        Event text = new Event.FileText(TENANT, file, 0, 1, "The pier is made of larch.");
        topics.write(text);
        await().until(() -> find(ADA, "larch").contains(file.id()));
        RoomEvent.Original original = new RoomEvent.Original(
                2, Instant.EPOCH, ADA.actor(), new RoomEvent.Attachment(file.id(), "pier.txt", "text/plain"));

        topics.write(new RoomEvent.MessageHidden(TENANT, room, 3, Instant.EPOCH, "m1", original, ADA.actor()));
        await().until(() -> !find(ADA, "larch").contains(file.id()));

        topics.write(new RoomEvent.MessageShown(
                TENANT, room, 4, Instant.EPOCH, "m1", original, "a file", List.of(), null, ADA.actor()));
        await().until(() -> find(ADA, "larch").contains(file.id()));
    }

    @Test
    void aDeposedOwnersRecordsAreNotFound() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        int shard = topics.log().shard(room);
        String before = topics.post("initech", room, "user:ada", "the harbour before");

        TestRoomLog.Owner deposed = topics.log().takeOver(shard);
        RoomEvent.MessagePosted zombie = topics.message("initech", room, "user:ada", "the harbour of a zombie");
        topics.log().write(zombie, deposed);
        RoomEvent.MessagePosted gap = topics.message("initech", room, "user:ada", "the harbour behind a gap");
        topics.log().write(gap, new TestRoomLog.Owner(topics.log().owner(shard).epoch(), 5));
        String after = topics.post("initech", room, "user:ada", "the harbour after");

        await().until(() -> find(ADA, "harbour").containsAll(List.of(before, after)));
        List<String> found = find(ADA, "harbour");
        assertFalse(found.contains(zombie.message()));
        assertFalse(found.contains(gap.message()));
    }

    @Test
    void whatCannotBeReadDoesNotHoldUpTheRest() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        int shard = topics.log().shard(room);
        byte[] key = room.getBytes(StandardCharsets.UTF_8);
        byte[] garbage = {1, 2, 3};

        topics.send(new ProducerRecord<>(Topic.ROOMS_LOG.topicName(), shard, key, garbage));
        topics.send(new ProducerRecord<>(Topic.MEDIA_EVENTS.topicName(), key, garbage));
        topics.write(new RoomEvent.MessagePosted(
                TENANT, room, 2, Instant.EPOCH, "", ADA.actor(), "an id is empty", null, null));
        String message = topics.post("initech", room, "user:ada", "the windmill turns all the same");

        await().until(() -> find(ADA, "windmill").contains(message));
    }

    @Test
    void aTypeOfALaterVersionIsSkippedButCounts() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        RoomEvent.MessagePosted later = topics.message("initech", room, "user:ada", "the glacier folds");
        topics.log().write(later, "atrium.room.folded.v9");
        String message = topics.post("initech", room, "user:ada", "the glacier melts");

        await().until(() -> find(ADA, "glacier").contains(message));
        assertFalse(find(ADA, "glacier").contains(later.message()));
    }

    /// After a start the index may be old: somebody may have been banned, and something deleted, while the
    /// service was down.
    @Test
    void nothingIsAnsweredBeforeAllIsKnown() {
        String room = topics.createRoom("initech", "user:ada", PUBLIC);
        String message = topics.post("initech", room, "user:ada", "the sundial is right");
        await().until(() -> find(ADA, "sundial").contains(message));

        QuarkusMock.installMockForType(new Ingest(kafka, setup, ofRooms, ofFiles, vectors, index), Ingest.class);

        search(ADA, Map.of("q", "sundial"))
                .expect(503)
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("type", equalTo(ProblemType.UNAVAILABLE.uri()))
                .body("detail", containsString("who may read what"));
        search(ADA, Map.of("q", "sundial", "limit", "x")).expect(400);
        Request.to(managementPort).get("/q/health/ready").expect(503);
    }

    @Test
    void readyOnceCaughtUpAndMeasured() {
        await().untilAsserted(() ->
                Request.to(managementPort).get("/q/health/ready").expect(200).body("status", equalTo("UP")));
        find(ADA, "anything");
        Request.to(managementPort)
                .get("/q/metrics")
                .expect(200)
                .body(containsString("atrium_search_query_seconds_count"))
                .body(containsString("atrium_search_passages"))
                .body(containsString("atrium_search_embedding_seconds_count"));
    }
}
