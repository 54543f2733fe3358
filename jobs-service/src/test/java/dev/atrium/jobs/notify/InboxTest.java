package dev.atrium.jobs.notify;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.notify.mail.NotificationMailConfig;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class InboxTest {

    private static final Actor BOB = new Actor("user:bob", "bob");

    @Inject
    Notifier notifier;

    @Inject
    NotificationPurge purge;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    @Inject
    Intake intake;

    @Inject
    JobQueue queue;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void notificationIsInTheInboxOfItsRecipientOnceAndInNoOther() {
        Notification notification = Notification.of("source:1", "user:ada", Category.EXPORT, "Your export is ready")
                .withBody("It is a PDF.")
                .withLink("/api/exports/1")
                .withData("{\"export\":\"1\"}")
                .about("export:1")
                .by(BOB);

        assertTrue(add(notification));
        assertFalse(add(notification));

        Api.get(ada, "/api/notifications")
                .expect(200)
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("export"))
                .body("items[0].title", equalTo("Your export is ready"))
                .body("items[0].body", equalTo("It is a PDF."))
                .body("items[0].link", equalTo("/api/exports/1"))
                .body("items[0].data.export", equalTo("1"))
                .body("items[0].topic", equalTo("export:1"))
                .body("items[0].actor.handle", equalTo("bob"))
                .body("items[0].count", equalTo(1))
                .body("items[0].seen", equalTo(false))
                .body("items[0].read", equalTo(false))
                .body("items[0].createdAt", notNullValue());
        count(1, 1, 1);
        String id = firstId();
        for (Caller other : List.of(Api.user(tenant, "bob"), Api.admin(tenant), Api.user(Api.freshTenant(), "ada"))) {
            Api.get(other, "/api/notifications").expect(200).body("items", hasSize(0));
            Api.get(other, "/api/notifications/" + id).expect(404);
            Api.patch(other, "/api/notifications/" + id, "{\"as\":\"read\"}").expect(404);
        }
        count(1, 1, 1);
    }

    @Test
    void administratorsAreToldOfTheirPlansQuotasOnceEach() {
        Event.QuotaReached much = new Event.QuotaReached(
                new TenantId(tenant),
                "free",
                "stored-bytes",
                80,
                1_000,
                Instant.parse("2026-03-01T00:00:00Z"),
                List.of("user:bob", "user:ada"));

        kafka.send("quota-80-" + tenant, much, null);
        kafka.send("quota-80-again-" + tenant, much, null);
        kafka.send(
                "quota-100-" + tenant,
                new Event.QuotaReached(
                        much.tenant(), "free", "stored-bytes", 100, 1_000, much.month(), much.administrators()),
                null);

        await().untilAsserted(() -> Api.get(ada, "/api/notifications")
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("system"))
                .body("items[0].count", equalTo(2))
                .body("items[0].title", equalTo("The plan 'free' has no more stored bytes for your organisation"))
                .body("items[0].link", equalTo("/?inbox"))
                .body("items[0].data.meter", equalTo("stored-bytes")));
        await().untilAsserted(() ->
                Api.get(Api.user(tenant, "bob"), "/api/notifications").body("items[0].count", equalTo(2)));
    }

    @Test
    void manyAtOnceComeAsIfOneAfterTheOther() {
        add(reply(1));
        List<Notifier.Telling> tellings = Stream.of(
                        reply(1), // was told
                        reply(2),
                        reply(3),
                        reply(3), // comes twice
                        Notification.of("alone", "user:ada", Category.MENTION, "Bob mentioned you"),
                        Notification.of("other", "user:zoe", Category.MENTION, "Bob mentioned you"),
                        reply(4).by(new Actor("user:ada", "ada"))) // her own deed
                .map(notification -> new Notifier.Telling(notification, null))
                .toList();

        int told =
                database.transaction(tenant, connection -> notifier.addAll(connection, new TenantId(tenant), tellings));

        assertEquals(4, told);
        count(2, 2, 4);
        Api.get(ada, "/api/notifications").body("items.title", equalTo(List.of("Bob mentioned you", "3 new replies")));
        await().until(() -> changes().size() == 5);
        assertEquals(
                List.of(1L, 2L, 3L, 4L),
                changes().stream()
                        .filter(change -> change.recipient().equals("user:ada"))
                        .map(Event.InboxChanged::revision)
                        .toList());
    }

    @Test
    void whatIsRolledBackWasNeverTold() {
        try {
            database.transaction(tenant, connection -> {
                notifier.add(connection, new TenantId(tenant), reply(1));
                throw new IllegalStateException("as intended");
            });
        } catch (IllegalStateException e) {
            assertEquals("as intended", e.getMessage());
        }

        Api.get(ada, "/api/notifications").body("items", hasSize(0));
        count(0, 0, 0);
    }

    @Test
    void oneIsNotToldOfOnesOwnDeeds() {
        assertFalse(add(reply(1).by(new Actor("user:ada", "ada"))));

        Api.get(ada, "/api/notifications").body("items", hasSize(0));
    }

    @Test
    void whatConcernsTheSameIsOneItemThatComesUpAgain() {
        add(reply(1));
        add(Notification.of("other", "user:ada", Category.SYSTEM, "Read this"));
        add(reply(2));
        add(reply(3));

        Api.get(ada, "/api/notifications")
                .body("items.title", equalTo(List.of("3 new replies", "Read this")))
                .body("items.count", equalTo(List.of(3, 1)));
        count(2, 2, 4);
    }

    @Test
    void whatCameAfterWhatWasSeenStaysNew() {
        add(reply(1));
        String cursor = Api.get(ada, "/api/notifications").path("items[0].cursor");
        add(reply(2));

        Api.patch(ada, "/api/notifications/" + firstId(), "{\"as\":\"read\",\"upTo\":\"" + cursor + "\"}")
                .expect(200)
                .body("read", equalTo(false))
                .body("count", equalTo(1))
                .body("title", equalTo("Bob answered 2"));
        Api.patch(ada, "/api/notifications/" + firstId(), "{\"as\":\"read\"}")
                .body("read", equalTo(true))
                .body("seen", equalTo(true));
        count(0, 0, 4);
    }

    @Test
    void itemsAreSeenReadUnreadArchivedAndBackAgain() {
        add(reply(1));
        String path = "/api/notifications/" + firstId();

        Api.patch(ada, path, "{\"as\":\"seen\"}").body("seen", equalTo(true)).body("read", equalTo(false));
        count(0, 1, 2);
        Api.patch(ada, path, "{\"as\":\"seen\"}").expect(200);
        count(0, 1, 2);
        Api.patch(ada, path, "{\"as\":\"read\"}").body("read", equalTo(true));
        Api.patch(ada, path, "{\"as\":\"unread\"}").body("read", equalTo(false)).body("seen", equalTo(true));
        Api.patch(ada, path, "{\"as\":\"archived\"}").body("archived", equalTo(true));
        count(0, 0, 5);
        Api.get(ada, "/api/notifications").body("items", hasSize(0));
        Api.get(ada, "/api/notifications?status=archived").body("items", hasSize(1));
        Api.patch(ada, path, "{\"as\":\"unarchived\"}").body("archived", equalTo(false));
        Api.patch(ada, path, "{\"as\":\"archived\"}").body("archived", equalTo(true));

        add(reply(2));

        Api.get(ada, "/api/notifications?status=unread").body("items", hasSize(1));
    }

    @Test
    void allUpToACursorAreMarkedAndNothingNewer() {
        IntStream.rangeClosed(1, 3)
                .forEach(i -> add(Notification.of("s" + i, "user:ada", Category.SYSTEM, "Notice " + i)));
        String upTo = Api.get(ada, "/api/notifications/count").path("cursor");
        add(Notification.of("s4", "user:ada", Category.SYSTEM, "Notice 4"));

        Api.post(ada, "/api/notifications/marks", "{\"as\":\"read\",\"upTo\":\"" + upTo + "\"}")
                .expect(200)
                .body("unread", equalTo(1))
                .body("unseen", equalTo(1));

        Api.get(ada, "/api/notifications?status=unread").body("items.title", equalTo(List.of("Notice 4")));
        Api.post(ada, "/api/notifications/marks", "{\"as\":\"archived\",\"upTo\":\"" + upTo + "\"}");
        Api.get(ada, "/api/notifications").body("items.title", equalTo(List.of("Notice 4")));
    }

    @Test
    void listIsPagedNewestFirstAndFiltered() {
        IntStream.rangeClosed(1, 5)
                .forEach(i -> add(Notification.of(
                        "s" + i, "user:ada", i % 2 == 0 ? Category.SYSTEM : Category.APP, "Notice " + i)));

        String cursor = Api.get(ada, "/api/notifications?limit=2")
                .body("items.title", equalTo(List.of("Notice 5", "Notice 4")))
                .path("nextCursor");
        Api.get(ada, "/api/notifications?limit=3&cursor=" + cursor)
                .body("items.title", equalTo(List.of("Notice 3", "Notice 2", "Notice 1")))
                .body("nextCursor", nullValue());
        Api.get(ada, "/api/notifications?category=system")
                .body("items.title", equalTo(List.of("Notice 4", "Notice 2")));
    }

    @Test
    void inboxForgetsItsOldestItemsWithTheTenthThatComes() {
        add(Notification.of("old", "user:ada", Category.SYSTEM, "Old"));
        database.update(tenant, "update notification set created_at = now() - interval '91 days'");

        IntStream.range(0, 9).forEach(i -> add(Notification.of("new" + i, "user:ada", Category.SYSTEM, "New")));

        Api.get(ada, "/api/notifications").body("items.title", equalTo(Collections.nCopies(9, "New")));
        assertEquals(9, database.number(tenant, "select count(*) from notification"));
    }

    @Test
    void manyAtTheSameTimeAreToldOnceEachAndNumberedWithoutGaps() throws InterruptedException {
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                Notification notification =
                        Notification.of("s" + i % 20, "user:ada", Category.SYSTEM, "Notice " + i % 20);
                nodes.execute(() -> add(notification));
            }
            nodes.shutdown();
            assertTrue(nodes.awaitTermination(Patience.USUAL.toSeconds(), TimeUnit.SECONDS));
        }

        count(20, 20, 20);
        assertEquals(20, database.number(tenant, "select max(sequence) from notification"));
        assertEquals(20, database.number(tenant, "select count(distinct sequence) from notification"));
    }

    @Test
    void itemKeepsItsNewestNotifications() {
        database.transaction(tenant, connection -> {
            for (int i = 1; i <= 102; i++) {
                notifier.add(connection, new TenantId(tenant), reply(i));
            }
            return true;
        });

        assertEquals(100, database.number(tenant, "select count(*) from notification"));
        assertEquals(3, database.number(tenant, "select min(sequence) from notification"));
        Api.get(ada, "/api/notifications").body("items.title", equalTo(List.of("100 new replies")));
    }

    @Test
    void fullInboxesStayWithinTheirBoundHoweverManyComeAtOnce() {
        for (int from = 0; from < InboxTable.MOST_ITEMS + 300; from += 100) {
            List<Notifier.Telling> tellings = IntStream.range(from, from + 100)
                    .boxed()
                    .flatMap(i -> Stream.of("user:ada", "user:bob")
                            .map(whose -> Notification.of("s" + i, whose, Category.SYSTEM, "Notice " + i)))
                    .map(notification -> new Notifier.Telling(notification, null))
                    .toList();
            database.transaction(tenant, connection -> notifier.addAll(connection, new TenantId(tenant), tellings));
        }

        for (String whose : List.of("user:ada", "user:bob")) {
            String from = " from inbox_item where recipient = ?";
            assertEquals(InboxTable.MOST_ITEMS, database.number(tenant, "select count(*)" + from, whose));
            assertEquals(301, database.number(tenant, "select min(latest)" + from, whose));
        }
    }

    @Test
    void anInboxThatIsHeldDoesNotHoldUpEvents() {
        database.transaction(tenant, connection -> {
            Notifier.hold(connection, new TenantId(tenant), "user:ada");
            kafka.send(
                    "quota-held-" + tenant,
                    new Event.QuotaReached(
                            new TenantId(tenant),
                            "free",
                            "stored-bytes",
                            80,
                            1_000,
                            Instant.parse("2026-03-01T00:00:00Z"),
                            List.of("user:ada")),
                    null);
            kafka.send(
                    "left-" + tenant, new Event.MembershipChanged(new TenantId(tenant), "user:zoe", "zoe", null), null);
            await().until(() -> database.number(tenant, "select count(*) from departure") == 1);
            return true;
        });

        await().untilAsserted(() -> Api.get(ada, "/api/notifications").body("items", hasSize(1)));
    }

    @Test
    void addressesOfTheProviderAreNotTakenWhereThatIsSwitchedOff() {
        for (boolean on : new boolean[] {false, true}) {
            NotificationMailConfig config = new SmallRyeConfigBuilder()
                    .withConverter(Duration.class, 100, new DurationConverter())
                    .withMapping(NotificationMailConfig.class)
                    .withDefaultValue("atrium.notifications.provider-addresses", Boolean.toString(on))
                    .build()
                    .getConfigMapping(NotificationMailConfig.class);
            CloudEvent event = new CloudEvent(
                    Ids.next().toString(),
                    "/test",
                    Instant.now(),
                    null,
                    new Event.EmailVerified(ada.tenant(), ada.subject(), "ada@mail.example"));

            database.transaction(tenant, connection -> {
                new MemberEvents(intake, queue, config, InstantSource.system()).apply(connection, event);
                return true;
            });

            assertEquals(on ? 1 : 0, database.number(tenant, "select count(*) from mail_address"));
        }
    }

    @Test
    void whatIsTooOldGoesAlsoWhereNothingNewComes() throws SQLException {
        add(reply(1));
        add(Notification.of("old", "user:ada", Category.SYSTEM, "Old"));
        add(reply(2));
        database.update(
                tenant,
                "update notification set created_at = now() - interval '91 days' where source in ('reply:1', 'old')");
        database.update(
                tenant,
                "insert into notice (tenant, id, sender, content, created_at)"
                        + " values (?, gen_random_uuid(), 'user:bob', '{}', now() - interval '91 days')",
                tenant);
        database.update(
                tenant,
                "insert into progress (tenant, kind, id, owner, name, done, total, at)"
                        + " values (?, 'job', 'x', 'user:bob', 'x', 1, 1, now() - interval '91 days')",
                tenant);

        purge.run();

        Api.get(ada, "/api/notifications").body("items.title", equalTo(List.of("Bob answered 2")));
        for (String table : List.of("inbox_item", "notification")) {
            assertEquals(1, database.number(tenant, "select count(*) from " + table), table);
        }
        assertEquals(0, database.number(tenant, "select count(*) from notice"));
        assertEquals(0, database.number(tenant, "select count(*) from progress"));
    }

    @Test
    void everyChangeIsToldInOrder() {
        add(reply(1));
        Api.patch(ada, "/api/notifications/" + firstId(), "{\"as\":\"read\"}");

        await().until(() -> changes().size() == 2);
        Event.InboxChanged arrived = changes().getFirst();
        assertEquals(
                List.of(1L, 1L, 1L), List.of(arrived.revision(), (long) arrived.unseen(), (long) arrived.unread()));
        assertNotNull(arrived.arrival());
        assertEquals("Bob answered 1", arrived.arrival().title());
        Event.InboxChanged read = changes().getLast();
        assertEquals(List.of(2L, 0L, 0L), List.of(read.revision(), (long) read.unseen(), (long) read.unread()));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/notifications?status=new",
        "/api/notifications?category=gossip",
        "/api/notifications?limit=0",
        "/api/notifications?cursor=eA"
    })
    void parametersThatAreWrongAreRefused(String path) {
        Api.get(ada, path).expect(400).body("type", equalTo("/problems/invalid-request"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"as\":\"gone\"}", "{\"as\":\"read\"}", "{\"as\":\"read\",\"upTo\":\"x!\"}", "[]"})
    void marksThatAreWrongAreRefused(String body) {
        Api.post(ada, "/api/notifications/marks", body).expect(400).body("type", equalTo("/problems/invalid-request"));
    }

    @Test
    void scopeIsNeeded() {
        Api.get(TestTokens.caller("user:ada", tenant, "jobs:read"), "/api/notifications")
                .expect(403);
    }

    private boolean add(Notification notification) {
        return database.transaction(tenant, connection -> notifier.add(connection, new TenantId(tenant), notification));
    }

    private static Notification reply(int number) {
        return Notification.of("reply:" + number, "user:ada", Category.REPLY, "Bob answered " + number)
                .inGroup("message:1", "{count} new replies")
                .by(BOB);
    }

    private String firstId() {
        return Api.get(ada, "/api/notifications").path("items[0].id");
    }

    private void count(int unseen, int unread, int revision) {
        Api.get(ada, "/api/notifications/count")
                .expect(200)
                .body("unseen", equalTo(unseen))
                .body("unread", equalTo(unread))
                .body("revision", equalTo(revision));
    }

    private List<Event.InboxChanged> changes() {
        return kafka.all(Event.InboxChanged.class).stream()
                .filter(change -> change.tenant().value().equals(tenant))
                .toList();
    }
}
