package dev.atrium.jobs.notify.room;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.Statements;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class RoomNewsTest {

    private static final int SHARD = 0;

    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("user:bob", "bob");
    private static final Actor MODERATION = new Actor("system:moderation", "system:moderation");
    private static final Actor EVE = new Actor("user:eve", "eve");

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    @Inject
    RoomNews news;

    @Inject
    KafkaClients clients;

    @Inject
    TopicSetup topics;

    @Inject
    DataSource dataSource;

    @Inject
    JobQueue queue;

    private final String tenant = Api.freshTenant();
    private final TenantId tenantId = new TenantId(tenant);
    private final String room = Ids.next().toString();
    private final Caller bob = Api.user(tenant, "bob");
    private long epoch;
    private long position;
    private long sequence;

    @BeforeEach
    void claim() {
        // Higher than that of every test before, and of none that comes, by the clock of Kafka#sendRoomEvents.
        epoch = System.currentTimeMillis();
        kafka.sendLog(
                RoomLogCodec.encode(SHARD, new RoomLogEntry.ShardOpened(epoch, "test", "a" + epoch), Instant.now()));
    }

    @Test
    void mentionedPersonIsToldOnceAndTheOthersAreNot() {
        created(RoomEvent.Visibility.PUBLIC);
        posted(BOB, "hello", null, List.of());
        String message = posted(ADA, "@bob @ada look", null, List.of("bob", "ada"));
        awaitJobs(1);
        edited(message, ADA, "@bob @eve look here", List.of("bob", "eve"));
        posted(EVE, "hello", null, List.of());

        awaitJobs(2);
        Api.get(bob, "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("mention"))
                .body("items[0].title", equalTo("ada mentioned you in Lobby"))
                .body("items[0].body", equalTo("@bob @ada look"))
                .body("items[0].data.message", equalTo(message))
                .body("items[0].topic", equalTo("room:" + room));
        Api.get(Api.user(tenant, "ada"), "/api/notifications").body("items", hasSize(0));
    }

    @Test
    void answersToOneMessageAreOneItem() {
        created(RoomEvent.Visibility.PUBLIC);
        String question = posted(BOB, "who knows?", null, List.of());
        posted(ADA, "me", question, List.of());
        posted(EVE, "me too", question, List.of());
        posted(BOB, "thanks", question, List.of());

        awaitJobs(3);
        Api.get(bob, "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("reply"))
                .body("items[0].title", equalTo("2 new replies in Lobby"))
                .body("items[0].actor.handle", oneOf("ada", "eve"));
    }

    @Test
    void whatComesBackFromABackupIsNoNews() {
        write(new RoomEvent.RoomCreated(
                tenantId,
                room,
                ++sequence,
                Instant.now(),
                "Lobby",
                RoomEvent.Kind.CHAT,
                RoomEvent.Visibility.PRIVATE,
                Restorer.ACTOR));
        posted(BOB, "hello", null, List.of());
        posted(ADA, "@bob old", null, List.of("bob"));
        set(Restorer.ACTOR, BOB, RoomEvent.Role.COMMENTER);
        set(ADA, EVE, RoomEvent.Role.COMMENTER);
        write(new RoomEvent.MemberRemoved(tenantId, room, ++sequence, Instant.now(), Restorer.ACTOR, Restorer.SUBJECT));
        posted(ADA, "@bob new", null, List.of("bob"));

        awaitJobs(1);
        Api.get(bob, "/api/notifications").body("items", hasSize(1)).body("items[0].body", equalTo("@bob new"));
        assertEquals(0, database.number(tenant, "select count(*) from job where type = 'notify.access'"));
    }

    @Test
    void manyMessagesWaitForAnInboxWithOneConnection() {
        created(RoomEvent.Visibility.PUBLIC);
        posted(BOB, "hello", null, List.of());

        database.transaction(tenant, connection -> {
            Notifier.hold(connection, tenantId, BOB.subject());
            for (int i = 0; i < 20; i++) {
                posted(ADA, "@bob " + i, null, List.of("bob"));
            }
            await().until(() -> running() == 20 && waitingForInboxes() > 0);
            assertTrue(waitingForInboxes() <= 1);
            return true;
        });

        awaitJobs(20);
        Api.get(bob, "/api/notifications").body("items", hasSize(1)).body("items[0].count", equalTo(20));
    }

    private long running() {
        return database.number(
                tenant, "select count(*) from job where type = 'notify.message' and state in ('running', 'retrying')");
    }

    private long waitingForInboxes() {
        return database.number(
                tenant,
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = current_user"
                        + " and query like '%inbox_owner%'");
    }

    @Test
    void whoMayNotReadTheRoomIsNotTold() {
        created(RoomEvent.Visibility.PRIVATE);
        member(BOB);
        member(EVE);
        write(new RoomEvent.MemberRemoved(tenantId, room, ++sequence, Instant.now(), EVE, EVE.subject()));
        posted(ADA, "@bob @eve secret", null, List.of("bob", "eve"));

        awaitJobs(1);
        Api.get(bob, "/api/notifications").body("items", hasSize(1));
        Api.get(Api.user(tenant, "eve"), "/api/notifications").body("items", hasSize(0));
    }

    @Test
    void whoIsMadeAMemberAndSentAwayAgainIsToldInOneItem() {
        created(RoomEvent.Visibility.PRIVATE);
        set(ADA, BOB, RoomEvent.Role.COMMENTER);
        awaitAccessJobs(1);
        Api.get(bob, "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("access"))
                .body("items[0].title", equalTo("ada added you to Lobby"))
                .body("items[0].body", equalTo("You are a commenter there."))
                .body("items[0].link", equalTo("/?room=" + room))
                .body("items[0].data.role", equalTo("commenter"));

        set(ADA, BOB, RoomEvent.Role.OWNER);
        set(ADA, new Actor(BOB.subject(), "robert"), RoomEvent.Role.OWNER);
        // Of what is not so any more nobody would be told.
        awaitAccessJobs(2);
        write(new RoomEvent.MemberBanned(
                tenantId,
                room,
                ++sequence,
                Instant.now(),
                ADA,
                BOB.subject(),
                Instant.parse("2100-01-02T03:04:05Z"),
                "for owners only"));

        awaitAccessJobs(3);
        Api.get(bob, "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].title", equalTo("ada banned you from Lobby"))
                .body("items[0].body", equalTo("Until 2 January 2100, 03:04 UTC."))
                .body("items[0].count", equalTo(3));
        assertEquals(
                1,
                database.number(
                        tenant, "select count(*) from notification where title = 'ada made you an owner in Lobby'"));
    }

    @Test
    void whoIsSentOutHearsOfItByMailThoughItMayNotReadTheRoomAnyMore() {
        created(RoomEvent.Visibility.PRIVATE);
        member(BOB);
        database.update(
                tenant,
                "insert into mail_address (tenant, subject, email, confirmed, confirmed_at)"
                        + " values (?, 'user:bob', 'bob@mail.example', true, now())",
                tenant);

        write(new RoomEvent.MemberRemoved(tenantId, room, ++sequence, Instant.now(), ADA, BOB.subject()));

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where type = 'notify.mail' and state = 'done' and note is null")
                == 1);
    }

    @Test
    void recordsThatDoNotCountTellNothing() {
        created(RoomEvent.Visibility.PUBLIC);
        member(BOB);
        // A deposed owner still writes.
        RoomEvent stale = message("x", ADA, "@bob stale", null, List.of("bob"), ++sequence);
        kafka.sendLog(RoomLogCodec.encode(SHARD, new RoomLogEntry.Written(epoch - 1, 0, stale), null));
        sequence--;
        posted(ADA, "@bob good", null, List.of("bob"));

        awaitJobs(1);
        Api.get(bob, "/api/notifications").body("items", hasSize(1)).body("items[0].body", equalTo("@bob good"));
    }

    @Test
    void whatWasSaidLongBeforeTheLogIsReadAnewIsNotToldAgain() throws SQLException {
        TopicPartition shard = new TopicPartition(Topic.ROOMS_LOG.topicName(), 900);
        Instant longAgo = Instant.now().minus(Duration.ofHours(1));
        database.update(tenant, "update notifying_since set at = ?", longAgo.minusSeconds(1));
        news.apply(List.of(), Map.of(shard, new Position(20, 5, 7)));

        news.restart(Set.of(shard));
        news.apply(
                Stream.of(
                                new RoomEvent.RoomCreated(
                                        tenantId,
                                        room,
                                        1,
                                        longAgo,
                                        "Lobby",
                                        RoomEvent.Kind.CHAT,
                                        RoomEvent.Visibility.PUBLIC,
                                        ADA),
                                said(2, longAgo, BOB, "hello", List.of()),
                                said(3, longAgo, ADA, "@bob old", List.of("bob")),
                                said(4, Instant.now(), ADA, "@bob new", List.of("bob")))
                        .<Followed>map(Followed.InRoom::new)
                        .toList(),
                Map.of(shard, new Position(5, 1, 4)));

        awaitJobs(1);
        Api.get(bob, "/api/notifications").body("items", hasSize(1)).body("items[0].body", equalTo("@bob new"));
        assertEquals(1, database.number(tenant, "select count(*) from job where type = 'notify.message'"));
        assertEquals(new Position(5, 1, 4), news.positions().get(shard));
    }

    /// The log has lost the message that had the number before.
    @Test
    void whatHasTheNumberOfALostMessageIsTold() throws SQLException {
        TopicPartition shard = new TopicPartition(Topic.ROOMS_LOG.topicName(), 902);
        Instant then = Instant.now();
        RoomEvent created = new RoomEvent.RoomCreated(
                tenantId, room, 1, then, "Lobby", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC, ADA);
        RoomEvent hello = said(2, then, BOB, "hello", List.of());
        news.apply(
                Stream.of(created, hello, said(3, then, ADA, "@bob lost", List.of("bob")))
                        .<Followed>map(Followed.InRoom::new)
                        .toList(),
                Map.of(shard, new Position(5, 1, 3)));

        news.restart(Set.of(shard));
        news.apply(
                Stream.of(created, hello, said(3, then.plusSeconds(20), ADA, "@bob new", List.of("bob")))
                        .<Followed>map(Followed.InRoom::new)
                        .toList(),
                Map.of(shard, new Position(5, 2, 1)));

        awaitJobs(2);
        Api.get(bob, "/api/notifications").body("items.body", hasItem("@bob new"));
    }

    @Test
    void manyMessagesAreNotedWithAsManyStatementsAsOne() throws SQLException {
        Statements statements = new Statements();
        RoomNews counted = new RoomNews(clients, topics, statements.of(dataSource), queue);
        TopicPartition shard = new TopicPartition(Topic.ROOMS_LOG.topicName(), 901);
        TenantId elsewhere = new TenantId(Api.freshTenant());
        counted.apply(chat(1, 1, elsewhere), Map.of(shard, new Position(1, 1, 1)));
        // Who was not seen before is written down.
        statements.made();

        counted.apply(chat(2, 2, elsewhere), Map.of(shard, new Position(2, 1, 2)));
        int few = statements.made();
        counted.apply(chat(3, 2_100, elsewhere), Map.of(shard, new Position(3, 1, 3)));

        assertEquals(few, statements.made());
        for (String where : List.of(tenant, elsewhere.value())) {
            assertEquals(
                    KnownTable.MESSAGES,
                    database.number(where, "select count(*) from known_message where room = ?", room));
            assertEquals(
                    KnownTable.MESSAGES,
                    database.number(
                            where,
                            "select count(*) from known_message where id = tenant || sequence and sequence > 100"
                                    + " and sender = 'user:ada'"));
        }
    }

    /// Messages with these numbers, of two tenants in turn.
    private List<Followed> chat(long first, long last, TenantId elsewhere) {
        return LongStream.rangeClosed(first, last)
                .boxed()
                .flatMap(at -> Stream.of(tenantId, elsewhere)
                        .<Followed>map(where -> new Followed.InRoom(new RoomEvent.MessagePosted(
                                where,
                                room,
                                at,
                                Instant.now(),
                                where.value() + at,
                                ADA,
                                "hello",
                                null,
                                null,
                                null,
                                List.of()))))
                .toList();
    }

    @Test
    void roomThatIsMutedIsNotHeardOf() {
        created(RoomEvent.Visibility.PUBLIC);
        member(BOB);
        Api.patch(bob, "/api/notifications/preferences", "{\"muted\":[\"room:" + room + "\"]}")
                .expect(200);

        posted(ADA, "@bob", null, List.of("bob"));

        awaitJobs(1);
        assertEquals(0, database.number(tenant, "select count(*) from notification"));
    }

    @Test
    void whatADeletedMessageSaidIsNotToldAnyMore() {
        created(RoomEvent.Visibility.PUBLIC);
        member(BOB);
        String message = posted(ADA, "@bob oops", null, List.of("bob"));
        await().until(() -> database.number(tenant, "select count(*) from notification") == 1);

        deleted(message);

        await().until(() -> database.number(tenant, "select count(*) from notification where body is null") == 1);
        Api.get(bob, "/api/notifications").body("items[0].body", nullValue());
    }

    @Test
    void ofADeletedRoomNothingIsInInboxesAndNobodyIsToldMore() {
        Caller admin = Api.admin(tenant);
        created(RoomEvent.Visibility.PUBLIC);
        member(BOB);
        posted(ADA, "@bob look", null, List.of("bob"));
        awaitJobs(1);
        Api.as(admin).post("/api/queues/fanout/pause").expect(200);
        posted(ADA, "@bob again", null, List.of("bob"));
        write(new RoomEvent.RoomDeleted(tenantId, room, ++sequence, Instant.now(), ADA));
        await().until(() -> database.number(tenant, "select count(*) from known_room") == 0);

        Api.as(admin).post("/api/queues/fanout/resume").expect(200);

        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.room-gone' and state = 'done'")
                        == 1);
        awaitJobs(2);
        Api.get(bob, "/api/notifications").body("items", hasSize(1)).body("items[0].body", nullValue());
        assertEquals(0, database.number(tenant, "select count(*) from known_person"));
        assertEquals(0, database.number(tenant, "select count(*) from known_message"));
    }

    @Test
    void whatAHiddenMessageSaysIsInNoInboxUntilItIsShown() {
        created(RoomEvent.Visibility.PUBLIC);
        member(BOB);
        String message = posted(ADA, "@bob rude", null, List.of("bob"));
        awaitJobs(1);
        Api.get(bob, "/api/notifications").body("items[0].body", equalTo("@bob rude"));

        hidden(message);
        await().until(() -> database.number(tenant, "select count(*) from notification where body is null") == 1);

        shown(message, "@bob rude", List.of("bob"));
        awaitJobs(2);
        Api.get(bob, "/api/notifications").body("items", hasSize(1)).body("items[0].body", equalTo("@bob rude"));
    }

    @Test
    void messageThatIsDeletedBeforeAnybodyWasToldIsNotTold() {
        Caller admin = Api.admin(tenant);
        created(RoomEvent.Visibility.PUBLIC);
        member(BOB);
        Api.as(admin).post("/api/queues/fanout/pause").expect(200);
        String message = posted(ADA, "@bob oops", null, List.of("bob"));
        deleted(message);
        await().until(() -> database.number(tenant, "select count(*) from known_message where deleted") == 1);

        Api.as(admin).post("/api/queues/fanout/resume").expect(200);

        awaitJobs(1);
        assertEquals(0, database.number(tenant, "select count(*) from notification"));
    }

    @Test
    void whatItsRecipientMayNotReadAnyMoreIsNotDelivered() {
        created(RoomEvent.Visibility.PRIVATE);
        member(BOB);
        database.update(
                tenant,
                "insert into mail_address (tenant, subject, email, confirmed, confirmed_at)"
                        + " values (?, 'user:bob', 'bob@mail.example', true, now())",
                tenant);
        prefer("weekly");
        posted(ADA, "@bob secret", null, List.of("bob"));
        await().until(() -> deliveries() == 1);
        write(new RoomEvent.MemberRemoved(tenantId, room, ++sequence, Instant.now(), BOB, BOB.subject()));
        await().until(() ->
                database.number(tenant, "select count(*) from known_person where subject = 'user:bob' and not member")
                        == 1);

        prefer("immediately");

        await().until(() -> deliveries() == 0);
        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where type = 'notify.mail' and note = 'nothing was left to send'")
                == 1);
    }

    private void prefer(String digest) {
        Api.patch(bob, "/api/notifications/preferences", "{\"digest\":\"" + digest + "\"}")
                .expect(200);
    }

    private long deliveries() {
        return database.number(tenant, "select count(*) from notification_delivery");
    }

    private void deleted(String message) {
        write(new RoomEvent.MessageDeleted(
                tenantId,
                room,
                ++sequence,
                Instant.now(),
                message,
                new RoomEvent.Original(sequence - 1, Instant.now(), ADA, null),
                ADA));
    }

    private void hidden(String message) {
        write(new RoomEvent.MessageHidden(
                tenantId,
                room,
                ++sequence,
                Instant.now(),
                message,
                new RoomEvent.Original(sequence - 1, Instant.now(), ADA, null),
                MODERATION));
    }

    private void shown(String message, String content, List<String> mentions) {
        write(new RoomEvent.MessageShown(
                tenantId,
                room,
                ++sequence,
                Instant.now(),
                message,
                new RoomEvent.Original(sequence - 1, Instant.now(), ADA, null),
                content,
                mentions,
                null,
                MODERATION));
    }

    private void created(RoomEvent.Visibility visibility) {
        write(new RoomEvent.RoomCreated(
                tenantId, room, ++sequence, Instant.now(), "Lobby", RoomEvent.Kind.CHAT, visibility, ADA));
    }

    /// Joins by itself, of which nobody is told.
    private void member(Actor who) {
        write(new RoomEvent.MemberJoined(
                tenantId, room, ++sequence, Instant.now(), who, RoomEvent.Role.COMMENTER, "link", 1));
    }

    private void set(Actor by, Actor who, RoomEvent.Role role) {
        write(new RoomEvent.MemberSet(tenantId, room, ++sequence, Instant.now(), by, who, role));
    }

    private RoomEvent said(long at, Instant when, Actor sender, String content, List<String> mentions) {
        return new RoomEvent.MessagePosted(
                tenantId, room, at, when, Ids.next().toString(), sender, content, null, null, null, mentions);
    }

    private String posted(Actor sender, String content, @Nullable String replyTo, List<String> mentions) {
        String id = Ids.next().toString();
        write(message(id, sender, content, replyTo, mentions, ++sequence));
        return id;
    }

    private void edited(String message, Actor sender, String content, List<String> mentions) {
        write(new RoomEvent.MessageEdited(
                tenantId,
                room,
                ++sequence,
                Instant.now(),
                message,
                new RoomEvent.Original(sequence - 1, Instant.now(), sender, null),
                content,
                mentions,
                List.of()));
    }

    private RoomEvent message(
            String id, Actor sender, String content, @Nullable String replyTo, List<String> mentions, long number) {
        return new RoomEvent.MessagePosted(
                tenantId, room, number, Instant.now(), id, sender, content, null, null, replyTo, mentions);
    }

    private void write(RoomEvent event) {
        kafka.sendLog(RoomLogCodec.encode(SHARD, new RoomLogEntry.Written(epoch, position++, event), null));
    }

    private void awaitAccessJobs(int count) {
        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.access' and state = 'done'")
                        == count);
    }

    private void awaitJobs(int count) {
        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.message' and state = 'done'")
                        == count);
    }
}
