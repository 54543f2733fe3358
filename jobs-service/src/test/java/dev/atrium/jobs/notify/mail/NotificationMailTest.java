package dev.atrium.jobs.notify.mail;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.mail.Letter;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.mail.Mailing;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.delivery.Due;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.Mails;
import dev.atrium.jobs.testing.Quiet;
import dev.atrium.jobs.testing.SmtpRelay;
import dev.atrium.jobs.testing.Statements;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class NotificationMailTest {

    private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:8080(/api/notifications/\\S+)");

    @SuppressWarnings("NullAway.Init")
    Mails mails;

    @SuppressWarnings("NullAway.Init")
    SmtpRelay smtp;

    @Inject
    Notifier notifier;

    @Inject
    NotificationLetter letters;

    @Inject
    Deliveries deliveries;

    @Inject
    Mailing mailing;

    @Inject
    DataSource dataSource;

    @Inject
    InstantSource clock;

    @Inject
    Database database;

    @Inject
    MeterRegistry metrics;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String address = "ada" + Ids.next() + "@mail.example";

    @AfterEach
    void mailWorksAgain() throws IOException {
        smtp.up();
    }

    @Test
    void notificationIsMailedOnceToWhoHasAnAddress() {
        hasAddress();

        add(mention("1"));
        add(mention("1"));
        add(Notification.of("2", "user:bob", Category.MENTION, "Bob has no address"));

        awaitMails(1);
        Mails.Caught mail = mails.to(address).getFirst();
        assertEquals("You were mentioned", mail.subject());
        assertTrue(mail.text().startsWith("Bob mentioned you 1"), mail.text());
        assertTrue(mail.text().contains("http://127.0.0.1:8080/?room=1"), mail.text());
        await().until(() -> database.number(tenant, "select count(*) from notification_delivery") == 0);
        assertEquals(1, mails.to(address).size());
    }

    @Test
    void letterHasBothFormsAndTheHeadersByWhichOneUnsubscribes() {
        Letter letter = letters.to(
                new NotificationLetter.Reader(
                        new Deliveries.Recipient(new TenantId(tenant), "user:ada"), new MailAddress(address), "<Ada>"),
                "key",
                List.of(new Due(Ids.next(), Ids.next(), Category.REPLY, "<b>&", "body", "/x", null, Instant.now())));

        assertTrue(letter.html().contains("Hello &lt;Ada&gt;,"), letter.html());
        assertTrue(letter.html().contains("&lt;b&gt;&amp;"), letter.html());
        assertTrue(letter.text().startsWith("Hello <Ada>,\n\n"), letter.text());
        assertTrue(letter.text().contains("<b>&"), letter.text());
        assertEquals("List-Unsubscribe=One-Click", letter.headers().get("List-Unsubscribe-Post"));
        String header = String.valueOf(letter.headers().get("List-Unsubscribe"));
        assertTrue(header.startsWith("<http://127.0.0.1:8080/api/notifications/unsubscribe?token="), header);
        assertTrue(header.endsWith(">"), header);
    }

    @Test
    void whatIsHeldComesInOneMailWhenItsRecipientWantsItNow() {
        hasAddress();
        prefer("{\"digest\":\"weekly\"}");
        add(mention("1"));
        add(mention("2"));
        add(Notification.of("3", "user:ada", Category.SYSTEM, "Maintenance"));
        assertEquals(3, database.number(tenant, "select count(*) from notification_delivery where job is null"));
        assertEquals(1, database.number(tenant, "select count(*) from job where type = 'notify.mail'"));

        prefer("{\"digest\":\"immediately\"}");

        awaitMails(1);
        Mails.Caught mail = mails.to(address).getFirst();
        assertEquals("3 new notifications", mail.subject());
        assertTrue(mail.text().contains("Bob mentioned you 2"), mail.text());
        assertTrue(mail.text().contains("Maintenance"), mail.text());
    }

    @Test
    void whatWasReadMeanwhileIsNotMailed() {
        hasAddress();
        prefer("{\"digest\":\"daily\"}");
        add(Notification.of("1", "user:ada", Category.SYSTEM, "Read"));
        String read = Api.get(ada, "/api/notifications").path("items[0].id");
        Api.patch(ada, "/api/notifications/" + read, "{\"as\":\"read\"}").expect(200);
        add(Notification.of("2", "user:ada", Category.SYSTEM, "New"));

        prefer("{\"digest\":\"immediately\"}");

        awaitMails(1);
        assertFalse(mails.to(address).getFirst().text().contains("Read"));
    }

    @Test
    void linkUnsubscribesByPostAndNotByLooking() {
        hasAddress();
        add(mention("1"));
        awaitMails(1);
        String link = link(mails.to(address).getFirst());

        anonymous()
                .get(link)
                .expect(200)
                .contentType("text/html")
                .body(containsString("no more mail about mentions"))
                .header("Content-Security-Policy", containsString("form-action 'self'"));
        Api.get(ada, "/api/notifications/preferences").body("categories.mention.email", equalTo(true));
        for (int i = 0; i < 2; i++) {
            anonymous()
                    .contentType("application/x-www-form-urlencoded")
                    .body("List-Unsubscribe=One-Click")
                    .post(link)
                    .expect(200);
        }

        Api.get(ada, "/api/notifications/preferences")
                .body("categories.mention.email", equalTo(false))
                .body("categories.reply.email", equalTo(true));
        Api.get(Api.admin(tenant), "/api/notifications/suppressions")
                .expect(200)
                .body("items", hasSize(1))
                .body("items[0].email", equalTo(address))
                .body("items[0].category", equalTo("mention"))
                .body("items[0].reason", equalTo("unsubscribe"));
        add(mention("2"));
        add(Notification.of("3", "user:ada", Category.SYSTEM, "Notice"));
        awaitMails(2);
        assertFalse(mails.to(address).getFirst().text().contains("mentioned you 2"));

        prefer("{\"categories\":{\"mention\":{\"email\":true}}}");
        add(mention("4"));

        awaitMails(3);
        Api.get(Api.admin(tenant), "/api/notifications/suppressions").body("items", hasSize(0));
    }

    @Test
    void linksThatAreNotOursDoNothing() {
        for (String path : List.of("unsubscribe", "confirm")) {
            anonymous().get("/api/notifications/" + path + "?token=a.b").expect(400);
            anonymous().post("/api/notifications/" + path).expect(400);
        }
    }

    @Test
    void addressThatItsServerRefusesGetsNothingMoreUntilAnAdminSaysSo() throws IOException {
        hasAddress();
        smtp.refuse("550 5.1.1 no such user");
        add(mention("1"));

        await().until(() -> database.number(tenant, "select count(*) from mail_suppression") == 1);
        smtp.up();
        Api.get(ada, "/api/notifications/address").body("bounces", equalTo(true));
        add(mention("2"));
        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.mail' and state = 'done'") == 2);
        assertEquals(0, mails.to(address).size());

        Caller admin = Api.admin(tenant);
        String id = Api.get(admin, "/api/notifications/suppressions?email=" + address)
                .body("items[0].reason", equalTo("bounce"))
                .body("items[0].category", nullValue())
                .body("items[0].detail", containsString("no such user"))
                .path("items[0].id");
        Api.as(ada).get("/api/notifications/suppressions").expect(403);
        Api.as(ada).delete("/api/notifications/suppressions/" + id).expect(403);
        Api.as(admin).delete("/api/notifications/suppressions/" + id).expect(204);
        Api.as(admin).delete("/api/notifications/suppressions/" + id).expect(404);
        add(mention("3"));
        awaitMails(1);
        await().untilAsserted(() -> assertEquals(
                List.of("user:boss suppression.remove {category=all, reason=bounce}"), kafka.deeds(tenant)));
    }

    @Test
    void addressThatBouncedIsConfirmedOnceItsSuppressionIsRemoved() throws IOException {
        smtp.refuse("550 5.1.1 no such user");
        put("{\"email\":\"" + address + "\"}", 202);
        await().until(() -> database.number(tenant, "select count(*) from mail_suppression") == 1);
        smtp.up();

        put("{\"email\":\"" + address.toUpperCase(Locale.ROOT) + "\"}", 409);
        Caller admin = Api.admin(tenant);
        String id = Api.get(admin, "/api/notifications/suppressions").path("items[0].id");
        Api.delete(admin, "/api/notifications/suppressions/" + id).expect(204);
        assertEquals(List.of(), mails.to(address));
        aMinutePasses();
        put("{\"email\":\"" + address + "\"}", 202);

        awaitMails(1);
    }

    /// A provider that does not take mail from us, for whatever reason: nothing is lost, and the addresses are
    /// as good as before.
    @ParameterizedTest
    @CsvSource({
        "CONNECTION, 554 5.7.1 your address is blocked",
        "LOGIN, 535 5.7.8 authentication failed",
        "SENDER, 550 5.1.8 sender address not accepted",
        "SENDER, 530 5.7.0 must authenticate",
        "RECIPIENT, 550 5.7.1 relaying denied",
        "RECIPIENT, 550 relay not permitted",
        "RECIPIENT, 550 5.4.5 daily sending limit exceeded",
        "MAIL, 554 5.7.1 we do not like this sender"
    })
    void serverThatRefusesUsIsWaitedForAndItsRefusalIsAnAlarm(SmtpRelay.Stage stage, String answer) throws IOException {
        hasAddress();
        double before = refused();
        smtp.refuse(stage, answer);
        add(mention("1"));
        await().until(() ->
                database.number(tenant, "select coalesce(max(attempts), 0) from job where type = 'notify.mail'") > 2);
        assertEquals(1, database.number(tenant, "select count(*) from notification_delivery"));
        assertEquals(0, database.number(tenant, "select count(*) from mail_suppression"));
        await().until(() -> refused() > before + 1);

        smtp.up();

        awaitMails(1);
        await().until(() -> database.number(tenant, "select count(*) from notification_delivery") == 0);
        assertEquals(1, mails.to(address).size());
        // An attempt may also have no end here, if the server was not heard in time; a refusal is one.
        double attemptsWithAnEnd = database.number(tenant, "select sum(attempts - uncertain) from mail_intent");
        assertTrue(attemptsWithAnEnd > refused() - before, attemptsWithAnEnd + " attempts have an end");
    }

    private double refused() {
        return metrics.counter("atrium.jobs.mail.refused").count();
    }

    @Test
    void mailServerThatIsAwayIsWaitedFor() throws IOException {
        hasAddress();
        smtp.down();
        add(mention("1"));
        await().until(() ->
                database.number(tenant, "select coalesce(max(attempts), 0) from job where type = 'notify.mail'") > 2);

        smtp.up();

        awaitMails(1);
        assertEquals(1, mails.to(address).size());
    }

    @Test
    void whatIsTriedAgainInQuietHoursWaitsForTheirEnd() throws IOException {
        hasAddress();
        smtp.down();
        add(mention("1"));
        await().until(() ->
                database.number(tenant, "select coalesce(max(attempts), 0) from job where type = 'notify.mail'") > 1);

        prefer(Quiet.now());

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where type = 'notify.mail' and state = 'retrying'"
                                + " and next_attempt_at > now() + interval '1 hour'")
                == 1);
        smtp.up();
        prefer("{\"quietHours\":null}");
        assertEquals(List.of(), mails.to(address));
        String job = database.text(tenant, "select id from job where type = 'notify.mail'");
        Api.post(ada, "/api/jobs/" + job + "/retry", "").expect(200);
        awaitMails(1);
    }

    @Test
    void whatItsRecipientMayNotReadAnyMoreIsNotSentByALaterTry() throws IOException {
        hasAddress();
        database.update(
                tenant,
                "insert into known_room (tenant, id, name, public_read, owner_subject)"
                        + " values (?, 'r', 'Lobby', true, 'user:bob')",
                tenant);
        smtp.down();
        add(mention("1").about("room:r"));
        await().until(() ->
                database.number(tenant, "select coalesce(max(attempts), 0) from job where type = 'notify.mail'") > 1);

        database.update(tenant, "update known_room set public_read = false");

        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.mail' and state = 'done'") == 1);
        assertEquals(List.of(), mails.to(address));
        assertEquals(0, database.number(tenant, "select count(*) from notification_delivery"));
    }

    @Test
    void aMailOfMuchCostsAsManyStatementsAsOneOfLittle() throws SQLException {
        hasAddress();
        prefer("{\"digest\":\"weekly\"}");
        database.update(
                tenant,
                "insert into known_room (tenant, id, name, public_read, owner_subject)"
                        + " select ?, n::text, 'Lobby', n % 3 <> 0, 'user:bob' from generate_series(1, 63) as n",
                tenant);
        Statements statements = new Statements();
        MailDelivery counted = new MailDelivery(statements.of(dataSource), deliveries, letters, mailing, clock);

        deliver(counted, 1, 3);
        int little = statements.made();
        deliver(counted, 4, 63);

        assertEquals(little, statements.made());
        awaitMails(2);
        assertEquals(
                List.of("2 new notifications", "40 new notifications"),
                mails.to(address).stream().map(Mails.Caught::subject).sorted().toList());
    }

    /// What happened in some rooms, in one mail.
    private void deliver(MailDelivery delivery, int firstRoom, int lastRoom) throws SQLException {
        for (int i = firstRoom; i <= lastRoom; i++) {
            add(mention(Integer.toString(i)).about("room:" + i));
        }
        database.update(tenant, "update notification_delivery set due_at = now() - interval '1 minute'");
        String payload = Json.write(new Deliveries.Payload(ada.subject()));
        delivery.handle(new Job(ada.tenant(), Ids.next(), ada.subject(), payload, 1));
    }

    @Test
    void addressCountsWhenItsOwnerHasConfirmedIt() {
        Api.get(ada, "/api/notifications/address").expect(200).body("email", nullValue());
        put("{\"email\":\"" + address + "\"}", 202);
        awaitMails(1);
        String link = link(mails.to(address).getFirst());
        add(mention("1"));

        anonymous().get(link).expect(200).body(containsString(address));
        Api.get(ada, "/api/notifications/address").body("email", nullValue());
        anonymous().post(link).expect(200);
        Api.get(ada, "/api/notifications/address").body("email", equalTo(address));
        add(mention("2"));

        awaitMails(2);
        assertTrue(mails.to(address).getFirst().text().contains("mentioned you 2"));
        Api.as(ada).delete("/api/notifications/address").expect(204);
        Api.get(ada, "/api/notifications/address").body("email", nullValue());
    }

    @Test
    void addressThatTheProviderHasVerifiedCounts() {
        verified(ada, "old" + address);
        awaitAddress(ada, "old" + address);
        verified(ada, "nonsense");
        verified(ada, address);
        awaitAddress(ada, address);

        Api.get(ada, "/api/notifications/address")
                .body("origin", equalTo("provider"))
                .body("awaiting", nullValue());
        add(mention("1"));

        awaitMails(1);
        assertTrue(mails.to(address).getFirst().text().contains("mentioned you 1"));
        assertEquals(List.of(), mails.to("old" + address));
    }

    @Test
    void whatThePersonHasSaidCountsMoreThanWhatTheProviderSays() {
        verified(ada, "provider" + address);
        awaitAddress(ada, "provider" + address);
        put("{\"email\":\"" + address + "\"}", 202);
        Api.get(ada, "/api/notifications/address")
                .body("email", equalTo("provider" + address))
                .body("awaiting", equalTo(address));
        awaitMails(1);
        anonymous().post(link(mails.to(address).getFirst())).expect(200);

        awaitTaken(() -> verified(ada, "new" + address));

        Api.get(ada, "/api/notifications/address")
                .body("email", equalTo(address))
                .body("origin", equalTo("person"))
                .body("awaiting", nullValue());
        Api.delete(ada, "/api/notifications/address").expect(204);

        awaitTaken(() -> verified(ada, "new" + address));

        Api.get(ada, "/api/notifications/address").body("email", nullValue()).body("origin", nullValue());
        add(mention("1"));
        assertEquals(0, database.number(tenant, "select count(*) from notification_delivery"));
    }

    /// Runs something that sends events, and returns when they have had their effect.
    private void awaitTaken(Runnable events) {
        Caller last = Api.user(tenant, "last-" + Ids.next());
        events.run();
        verified(last, "last" + address);
        awaitAddress(last, "last" + address);
    }

    private void verified(Caller who, String email) {
        kafka.send(Ids.next().toString(), new Event.EmailVerified(who.tenant(), who.subject(), email), null);
    }

    private static void awaitAddress(Caller who, String email) {
        await().untilAsserted(() -> Api.get(who, "/api/notifications/address").body("email", equalTo(email)));
    }

    @Test
    void confirmationsAreNotForAnnoyingOthers() {
        put("{\"email\":\"nonsense\"}", 400);
        for (int i = 0; i < 5; i++) {
            put("{\"email\":\"" + address + "\"}", 202);
            aMinutePasses();
        }
        put("{\"email\":\"" + address + "\"}", 429);
        Api.delete(ada, "/api/notifications/address").expect(204);
        put("{\"email\":\"other" + address + "\"}", 429);
        for (Caller other : List.of(Api.user(tenant, "eve"), Api.user(Api.freshTenant(), "eve"))) {
            put(other, "{\"email\":\"" + address.toUpperCase(Locale.ROOT) + "\"}", 429);
        }
    }

    /// The gateway, and many a client, sends it once more where the connection was lost.
    @Test
    void whatIsAskedTwiceInAMomentIsMailedAndCountedOnce() {
        for (int i = 0; i < 7; i++) {
            put("{\"email\":\"" + address + "\"}", 202);
        }

        assertEquals(1, database.number(tenant, "select count(*) from mail_address_request"));
        assertEquals(1, database.number(tenant, "select count(*) from job where type = 'notify.confirm'"));

        put("{\"email\":\"other" + address + "\"}", 202);
        put("{\"email\":\"" + address + "\"}", 202);
        Api.get(ada, "/api/notifications/address").body("awaiting", equalTo(address));
        Api.delete(ada, "/api/notifications/address").expect(204);
        put("{\"email\":\"" + address + "\"}", 202);

        assertEquals(4, database.number(tenant, "select count(*) from job where type = 'notify.confirm'"));
        awaitMails(3);
    }

    @Test
    void linkToAnAddressThatIsNoLongerWantedDoesNothing() {
        put("{\"email\":\"" + address + "\"}", 202);
        awaitMails(1);
        Api.delete(ada, "/api/notifications/address").expect(204);

        anonymous().post(link(mails.to(address).getFirst())).expect(400);

        Api.get(ada, "/api/notifications/address").body("email", nullValue());
    }

    @Test
    void whoLeavesTheOrganisationIsToldNothingMoreUntilItJoinsAgain() {
        hasAddress();
        prefer("{\"digest\":\"weekly\"}");
        put("{\"email\":\"new" + address + "\"}", 202);
        await().until(() -> !mails.to("new" + address).isEmpty());
        add(mention("1"));
        device();
        assertEquals(1, database.number(tenant, "select count(*) from notification_delivery"));

        membership(null);

        await().until(() -> departed() == 1);
        for (String table : List.of("notification_delivery", "mail_address", "push_subscription")) {
            assertEquals(0, database.number(tenant, "select count(*) from " + table), table);
        }
        anonymous().post(link(mails.to("new" + address).getFirst())).expect(400);
        assertFalse(add(mention("2")));
        assertEquals(1, database.number(tenant, "select count(*) from notification"));

        verified(ada, address);
        membership("editor");

        await().until(() -> departed() == 0);
        assertEquals(0, database.number(tenant, "select count(*) from mail_address"));
        assertTrue(add(mention("2")));
    }

    @Test
    void organisationThatIsGoneTellsNobody() {
        hasAddress();
        prefer("{\"digest\":\"weekly\"}");
        add(mention("1"));

        kafka.send(Ids.next().toString(), new Event.OrganisationDeleted(ada.tenant()), null);

        await().until(() -> departed() == 1);
        assertEquals(0, database.number(tenant, "select count(*) from notification_delivery"));
        assertEquals(0, database.number(tenant, "select count(*) from mail_address"));
        assertFalse(add(mention("2")));
    }

    /// A job may have begun before: what it finds is not delivered.
    @Test
    void whatIsDueForWhoHasLeftIsDropped() {
        hasAddress();
        prefer("{\"digest\":\"weekly\"}");
        add(mention("1"));
        database.update(tenant, "insert into departure (tenant, subject, at) values (?, 'user:ada', now())", tenant);

        prefer("{\"digest\":\"immediately\"}");

        await().until(() -> database.number(tenant, "select count(*) from notification_delivery") == 0);
        assertEquals(List.of(), mails.to(address));
    }

    private void membership(@Nullable String role) {
        kafka.send(
                Ids.next().toString(),
                new Event.MembershipChanged(ada.tenant(), ada.subject(), ada.handle(), role),
                null);
    }

    private long departed() {
        return database.number(tenant, "select count(*) from departure");
    }

    private void device() {
        database.update(
                tenant,
                "insert into push_subscription (tenant, id, subject, endpoint, p256dh, auth, created_at)"
                        + " values (?, ?, 'user:ada', 'http://127.0.0.1:1/', 'x', 'x', now())",
                tenant,
                Ids.next());
    }

    private void put(String body, int status) {
        put(ada, body, status);
    }

    private static void put(Caller who, String body, int status) {
        Api.as(who)
                .contentType("application/json")
                .body(body)
                .put("/api/notifications/address")
                .expect(status);
    }

    private void aMinutePasses() {
        database.update(tenant, "update mail_address_request set asked_at = asked_at - interval '1 minute'");
    }

    private void hasAddress() {
        database.update(
                tenant,
                "insert into mail_address (tenant, subject, email, confirmed, confirmed_at)"
                        + " values (?, 'user:ada', ?, true, now())",
                tenant,
                address);
    }

    private void prefer(String change) {
        Api.patch(ada, "/api/notifications/preferences", change).expect(200);
    }

    private boolean add(Notification notification) {
        return database.transaction(tenant, connection -> notifier.add(connection, new TenantId(tenant), notification));
    }

    private static Notification mention(String source) {
        return Notification.of(source, "user:ada", Category.MENTION, "Bob mentioned you " + source)
                .withLink("/?room=1");
    }

    private void awaitMails(int count) {
        await().until(() -> mails.to(address).size() >= count);
    }

    /// As the gateway sends requests of somebody without credentials.
    private static Request anonymous() {
        return Api.as(TestTokens.caller(Caller.ANONYMOUS, TenantId.COMMONS.value(), "rooms:read"));
    }

    private static String link(Mails.Caught mail) {
        Matcher link = LINK.matcher(mail.text());
        assertTrue(link.find(), mail.text());
        return link.group(1);
    }
}
