package dev.atrium.jobs.moderation;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From what happens in a room to what moderators decide and the room is told (JB-5).
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ModerationTest {

    private static final String DARN = "{\"type\":\"words\",\"words\":[\"darn\"]}";

    @SuppressWarnings("NullAway.Init")
    StandIn roomService;

    @Inject
    Database database;

    @Inject
    RoomProjection rooms;

    @Inject
    ModerationPurge purge;

    @Inject
    Untold untold;

    @Inject
    DataSource dataSource;

    @Inject
    Checking checking;

    @Inject
    Moderation moderation;

    @Inject
    JobQueue queue;

    @Inject
    Kafka kafka;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(rooms, database, roomService);
    }

    @Test
    void aMessageIsHeldApprovedRejectedAndRestored() {
        String rule = scene.rule(DARN, "hold").path("id").asText();
        MessagePosted message = scene.post("oh, d\u200Barn");

        JsonNode item = scene.awaitItem(message, "pending");
        assertTrue(item.path("hidden").asBoolean());
        assertEquals("oh, d\u200Barn", item.path("content").asText());
        assertEquals(rule, item.at("/findings/0/rule").asText());
        assertEquals("darn", item.at("/findings/0/detail").asText());
        scene.awaitAsked(message, "POST");
        scene.awaitTitle(scene.owner, "waits for moderation in");
        scene.awaitTitle(scene.person("bob"), "is hidden until a moderator");

        scene.decide(message, "approve", "quoted only");
        scene.awaitAsked(message, "DELETE");
        scene.awaitTitle(scene.person("bob"), "is shown again");

        scene.decide(message, "reject", "on second thought");
        scene.awaitAsked(message, "POST");
        scene.awaitTitle(scene.person("bob"), "was removed");

        JsonNode restored = scene.decide(message, "approve", "fine");
        scene.awaitAsked(message, "DELETE");
        assertEquals("approved", restored.path("status").asText());
        assertEquals("fine", restored.path("reason").asText());
        assertEquals("user:ada", restored.at("/decidedBy/subject").asText());
        assertEquals(List.of("approved", "rejected", "approved", "found"), types(restored));
        await().until(() -> deeds().equals(List.of(
                "moderation-rule.create", "moderation.approve", "moderation.reject", "moderation.approve")));
    }

    @Test
    void aFlaggedMessageStaysInSight() {
        scene.rule(DARN, "flag");
        MessagePosted message = scene.post("darn");

        assertFalse(scene.awaitItem(message, "pending").path("hidden").asBoolean());
        scene.decide(message, "approve", "ok");
        scene.decide(message, "approve", "twice");

        assertEquals(List.of("approved", "found"), types(scene.item(message)));
        assertEquals(List.of(), scene.asked(message));
        assertEquals(List.of(), scene.titles(scene.person("bob")));
    }

    @Test
    void whateverIsReadAgainIsLookedAtOnce() {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("darn");
        scene.awaitItem(message, "pending");
        scene.decide(message, "approve", "ok");

        scene.happensAgain();
        scene.awaitLookedAt();

        assertEquals("approved", scene.item(message).path("status").asText());
        assertEquals(1, database.number(scene.tenant, "select count(*) from moderation_item"));
    }

    @Test
    void messagesOfBeforeTheRuleAndOfOwnersAreNotLookedAt() {
        MessagePosted before = scene.post("darn");
        scene.rule(DARN, "hold");
        MessagePosted owners = scene.post(scene.owner.actor(), "darn");
        MessagePosted after = scene.post("darn");

        scene.awaitItem(after, "pending");
        scene.happensAgain();
        scene.awaitLookedAt();

        for (MessagePosted other : List.of(before, owners)) {
            Api.get(scene.owner, Scene.ITEMS + "/" + other.message()).expect(404);
        }
    }

    @Test
    void anEditIsLookedAtAndReopensWhatWasApproved() {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("hello");
        scene.edit(message, "darn");
        scene.awaitItem(message, "pending");
        scene.decide(message, "approve", "ok");

        scene.edit(message, "darn, worse");

        JsonNode item = scene.awaitItem(message, "pending");
        assertEquals("darn, worse", item.path("content").asText());
        assertTrue(item.path("hidden").asBoolean());
    }

    @Test
    void ofADeletedMessageNothingIsKept() {
        scene.rule(DARN, "flag");
        MessagePosted message = scene.post("darn");
        scene.awaitItem(message, "pending");

        scene.delete(message);

        JsonNode item = scene.awaitItem(message, "deleted");
        assertEquals("", item.path("content").asText());
        assertFalse(item.toString().contains("darn"), item.toString());
        Api.post(scene.owner, Scene.ITEMS + "/" + message.message() + "/approve", "{}")
                .expect(409);
    }

    @Test
    void ofADeletedRoomNothingIsKept() {
        scene.rule(DARN, "flag");
        List<MessagePosted> messages =
                IntStream.range(0, 60).mapToObj(_ -> scene.post("darn")).toList();
        scene.awaitItem(messages.getLast(), "pending");

        scene.deleteRoom();

        for (MessagePosted message : messages) {
            assertEquals("", scene.awaitItem(message, "deleted").path("content").asText());
        }
    }

    @Test
    void whatWasDeletedBeforeItWasHiddenIsGone() {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("hello");
        roomService.on(
                "/internal/rooms/" + scene.room + "/messages/" + message.message() + "/hidden",
                200,
                "{\"deleted\":true}");

        scene.edit(message, "darn");

        scene.awaitItem(message, "deleted");
    }

    @Test
    void theRoomIsToldUntilItHears() {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("hello");
        roomService.on(
                "/internal/rooms/" + scene.room + "/messages/" + message.message() + "/hidden",
                count -> new StandIn.Reply.Answer(count < 3 ? 503 : 200, "{}"));

        scene.edit(message, "darn");

        await().until(() -> scene.asked(message).size() >= 3);
        assertEquals(
                "system:moderation",
                database.text(scene.tenant, "select subject from job where type = 'moderation.apply' limit 1"));
    }

    @Test
    void whatTheRoomWasNotToldAtAllIsToldLater() throws SQLException {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("hello");
        String hidden = "/internal/rooms/" + scene.room + "/messages/" + message.message() + "/hidden";
        roomService.on(hidden, 403, "{}");
        scene.edit(message, "darn");
        await().until(() -> deadAfter(1));
        untold.run();
        assertEquals(1, scene.asked(message).size(), "it is too early");
        database.update(
                scene.tenant,
                "update moderation_item set tell_at = now() - interval '1 second',"
                        + " updated_at = now() - interval '3 hours'");

        untold.run();
        await().until(() -> deadAfter(2));
        assertEquals(
                1,
                database.number(
                        scene.tenant,
                        "select count(*) from moderation_item where tell_at > now() + interval '2 hours'"),
                "others come first");
        roomService.on(hidden, 200, "{}");
        database.update(scene.tenant, "update moderation_item set tell_at = now() - interval '1 second'");
        untold.run();

        await().until(() ->
                database.number(scene.tenant, "select count(*) from moderation_item where told_hidden") == 1);
        assertEquals(3, scene.asked(message).size());
        assertEquals(1, database.number(scene.tenant, "select count(*) from job where type = 'moderation.apply'"));
    }

    /// Whether the job that tells the room was given up after so many tries.
    private boolean deadAfter(int tries) {
        return database.number(
                        scene.tenant,
                        "select count(*) from job where type = 'moderation.apply' and state = 'dead'"
                                + " and attempts = ?",
                        tries)
                == 1;
    }

    @Test
    void aRoomThatDoesNotHaveTheMessageIsNotToldAgain() {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("hello");
        roomService.on("/internal/rooms/" + scene.room + "/messages/" + message.message() + "/hidden", 404, "{}");

        scene.edit(message, "darn");

        await().until(() ->
                database.number(scene.tenant, "select count(*) from moderation_item where told_hidden") == 1);
    }

    @Test
    void aRoomThatIsBroughtBackIsToldLater() {
        scene.rule(DARN, "hold");
        MessagePosted message = scene.post("hello");
        scene.edit(message, "darn");
        scene.awaitAsked(message, "POST");
        scene.restores(true);
        String hidden = "/internal/rooms/" + scene.room + "/messages/" + message.message() + "/hidden";
        int before = roomService.asked(hidden).size();
        roomService.on(hidden, count -> new StandIn.Reply.Answer(count < before + 3 ? 404 : 200, "{}"));

        scene.decide(message, "approve", "fine");

        await().until(() -> roomService.asked(hidden).size() >= before + 3);
    }

    @Test
    void aRoomThatIsLookedAtKeepsNobodyElseWaiting() {
        Scene busy = new Scene(rooms, database, roomService);
        busy.rule(DARN, "hold");
        scene.rule(DARN, "hold");

        database.transaction(busy.tenant, connection -> {
            assertTrue(EventTable.tryLockRoom(connection, new TenantId(busy.tenant), busy.room));
            // More than there are places, and than there are connections.
            for (int i = 0; i < 20; i++) {
                busy.post("darn " + i);
            }
            return scene.awaitItem(scene.post("darn"), "pending");
        });
        busy.awaitItem(busy.post("darn"), "pending");
        busy.awaitLookedAt();

        assertEquals(21, database.number(busy.tenant, "select count(*) from moderation_item"));
    }

    @Test
    void eachTryThatRunsOutOfTimeLeavesItsOwnRest() throws SQLException {
        Instant start = Instant.now();
        AtomicInteger seconds = new AtomicInteger();
        // Each look at the clock takes longer than a try may.
        CheckJob late = new CheckJob(
                dataSource, checking, moderation, queue, () -> start.plusSeconds(10L * seconds.getAndIncrement()));
        Job job = new Job(new TenantId(scene.tenant), Ids.next(), "system:test", Json.write(List.of(scene.room)), 1);

        late.handle(job);
        late.handle(job);

        assertEquals(2, database.number(scene.tenant, "select count(*) from job where type = 'moderation.check'"));
    }

    @Test
    void anApprovalIsOfOneTextAndAnotherOneCanBeReported() {
        scene.rule("{\"type\":\"reports\",\"people\":2}", "hold");
        MessagePosted message = scene.post("hello");
        scene.report(message, "eve");
        scene.awaitItem(message, "pending");
        scene.decide(message, "approve", "harmless");

        MessagePosted edited = scene.edit(message, "I hate you");
        scene.awaitLookedAt();
        assertEquals("approved", scene.item(message).path("status").asText());
        scene.report(edited, "eve");

        JsonNode item = scene.awaitItem(message, "pending");
        assertEquals("I hate you", item.path("content").asText());
        assertFalse(item.path("hidden").asBoolean());
        scene.report(edited, "cat");
        scene.awaitAsked(message, "POST");
    }

    @Test
    void whatIsRestoredIsNotLookedAtAndWhatIsHiddenInItCanBeShown() {
        scene.rule(DARN, "hold");
        scene.restores(true);
        MessagePosted message = scene.post("darn");
        MessagePosted hidden = scene.post("darn, worse");
        scene.hide(hidden);
        scene.restores(false);
        MessagePosted news = scene.post("darn again");

        scene.awaitItem(news, "pending");
        scene.awaitLookedAt();

        Api.get(scene.owner, Scene.ITEMS + "/" + message.message()).expect(404);
        assertEquals("rejected", scene.item(hidden).path("status").asText());
        assertEquals(List.of(news.message(), hidden.message()), list(""));
        scene.decide(hidden, "approve", "it was long ago");
        scene.awaitAsked(hidden, "DELETE");
    }

    @Test
    void peopleReportOnceEachAndEnoughOfThemHaveAMessageHeld() {
        scene.rule("{\"type\":\"reports\",\"people\":2}", "hold");
        MessagePosted message = scene.post("hello");
        scene.report(message, "eve");
        scene.report(message, "eve");

        JsonNode reported = scene.awaitItem(message, "pending");
        assertFalse(reported.path("hidden").asBoolean());
        scene.awaitLookedAt();
        assertEquals(1, scene.item(message).path("reports").asInt());
        assertFalse(scene.item(message).toString().contains("eve"), "who reports is not told");

        scene.report(message, "cat");

        scene.awaitAsked(message, "POST");
        assertEquals(2, scene.item(message).path("reports").asInt());
        scene.decide(message, "approve", "fine");
        scene.report(message, "dan");
        scene.awaitLookedAt();
        assertEquals("approved", scene.item(message).path("status").asText());
    }

    @Test
    void aReportIsHeardWhereThereAreNoRules() {
        MessagePosted message = scene.post("hello");

        scene.report(message, "eve");

        JsonNode item = scene.awaitItem(message, "pending");
        assertEquals("spam", item.at("/history/0/reason").asText());
        assertEquals("look", item.at("/history/0/detail/comment").asText());
        scene.awaitTitle(scene.owner, "waits for moderation");
    }

    @Test
    void whoRepeatsItselfIsNoticed() {
        scene.rule("{\"type\":\"repetition\",\"times\":3,\"seconds\":60}", "hold");
        scene.post("Buy now");
        MessagePosted second = scene.post("buy  NOW");
        scene.post("something else");
        MessagePosted third = scene.post("BUY now");

        assertEquals(
                "3 times",
                scene.awaitItem(third, "pending").at("/findings/0/detail").asText());
        Api.get(scene.owner, Scene.ITEMS + "/" + second.message()).expect(404);
    }

    @Test
    void onlyModeratorsOfTheRoomSeeAndDecide() {
        scene.rule(DARN, "flag");
        MessagePosted message = scene.post("darn");
        scene.awaitItem(message, "pending");
        String item = Scene.ITEMS + "/" + message.message();
        Scene elsewhere = new Scene(rooms, database, roomService);

        for (Caller stranger : List.of(scene.person("bob"), scene.admin, elsewhere.owner, elsewhere.admin)) {
            Api.get(stranger, item).expect(404);
            Api.post(stranger, item + "/approve", "{}").expect(404);
            Api.get(stranger, Scene.ITEMS).body("items", hasSize(0));
        }
        scene.member("boss");
        Api.get(scene.admin, item).expect(200);
        Api.get(scene.admin, Scene.ITEMS).body("items", hasSize(1)).body("items[0].history", nullValue());
        Api.post(scene.admin, item + "/reject", "{\"reason\":\"no\"}")
                .expect(200)
                .body("decidedBy.handle", equalTo("boss"));
        scene.awaitAsked(message, "POST");
    }

    @Test
    void theQueueIsFilteredAndPaged() {
        String rule = scene.rule(DARN, "flag").path("id").asText();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            MessagePosted message = scene.post("darn " + i);
            scene.awaitItem(message, "pending");
            ids.addFirst(message.message());
        }
        MessagePosted last = scene.post("fine");
        scene.report(last, "eve");
        scene.awaitItem(last, "pending");

        assertEquals(ids, list("?rule=" + rule));
        assertEquals(4, list("?status=pending&room=" + scene.room).size());
        assertEquals(List.of(), list("?status=rejected"));
        assertEquals(List.of(), list("?room=" + Ids.next()));
        JsonNode first =
                Scene.read(Api.as(scene.owner).get(Scene.ITEMS + "?limit=3").text());
        assertEquals(
                List.of(ids.getLast()),
                list("?limit=3&cursor=" + first.path("nextCursor").asText()));
        Api.get(scene.owner, Scene.ITEMS + "?status=odd").expect(400);
        Api.get(scene.owner, Scene.ITEMS + "?rule=odd").expect(400);
        Api.get(scene.owner, Scene.ITEMS + "?cursor=odd").expect(400);
    }

    @Test
    void whatWasDecidedLongAgoIsForgottenAndWhatWaitsIsNot() throws SQLException {
        scene.rule(DARN, "flag");
        MessagePosted decided = scene.post("darn");
        MessagePosted waiting = scene.post("darn too");
        scene.awaitItem(decided, "pending");
        scene.awaitItem(waiting, "pending");
        scene.decide(decided, "reject", "no");
        await().until(() -> database.number(
                        scene.tenant,
                        "select count(*) from job where type = 'moderation.apply' and state not in ('done', 'dead')")
                == 0);
        database.update(scene.tenant, "update moderation_item set updated_at = now() - interval '200 days'");

        purge.run();

        Api.get(scene.owner, Scene.ITEMS + "/" + decided.message()).expect(404);
        Api.get(scene.owner, Scene.ITEMS + "/" + waiting.message()).expect(200);
        assertEquals(1, database.number(scene.tenant, "select count(distinct item) from moderation_history"));
    }

    @Test
    void whatPeopleSentIsForgottenHoweverMuchItIs() throws SQLException {
        database.update(
                scene.tenant,
                "insert into moderation_recent (tenant, room, sequence, subject, text, at)"
                        + " select ?, 'r', n, 'user:bob', 'x', now() - interval '3 hours' from generate_series(1, 10500) n",
                scene.tenant);

        purge.run();

        assertEquals(0, database.number(scene.tenant, "select count(*) from moderation_recent"));
    }

    /// What the audit trail is told of.
    /// What the audit trail is told, without who was let into the room.
    private List<String> deeds() {
        return kafka.all(Event.Audited.class).stream()
                .filter(deed -> deed.tenant().value().equals(scene.tenant))
                .map(Event.Audited::action)
                .filter(action -> action.startsWith("moderation"))
                .toList();
    }

    private List<String> list(String query) {
        List<String> ids = new ArrayList<>();
        Scene.read(Api.as(scene.owner).get(Scene.ITEMS + query).text())
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    /// Of its history, newest first.
    private static List<String> types(JsonNode item) {
        List<String> types = new ArrayList<>();
        item.path("history").forEach(entry -> types.add(entry.path("type").asText()));
        return types;
    }
}
