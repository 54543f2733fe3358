package dev.atrium.jobs.onboarding;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.mail.MailPurge;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.Mails;
import dev.atrium.jobs.testing.SmtpRelay;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class OnboardingTest {

    @SuppressWarnings("NullAway.Init")
    Mails mails;

    @SuppressWarnings("NullAway.Init")
    SmtpRelay smtp;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    @Inject
    MailPurge purge;

    @Inject
    WelcomeLetter welcome;

    @Inject
    Notifier notifier;

    private final String tenant = Api.freshTenant();
    private final String user = "u" + Ids.next();
    private final String address = user + "@mail.example";
    private final Caller caller = Api.user(tenant, user);

    @AfterEach
    void mailWorksAgain() throws IOException {
        smtp.up();
    }

    @Test
    void createdUserIsOnboardedOnceThoughTheEventComesTwice() {
        String event = Ids.next().toString();

        created(event, "Ada <b>Lovelace</b>");
        created(event, "Ada <b>Lovelace</b>");
        created(Ids.next().toString(), "Ada <b>Lovelace</b>");

        awaitStatus("complete");
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .expect(200)
                .body("result.mail", equalTo("sent"))
                .body("steps.status", equalTo(List.of("complete", "complete", "complete", "complete")));
        Mails.Caught mail = onlyMail();
        assertEquals(
                "<" + Ids.named("mail:" + tenant + "/onboarding:" + user + "/welcome") + "@atrium.localhost>",
                mail.messageId());
        assertEquals("Welcome to Atrium", mail.subject());
        assertTrue(mail.from().contains("no-reply@atrium.localhost"), mail.from());
        assertTrue(mail.text().startsWith("Hello Ada <b>Lovelace</b>,"), mail.text());
        assertEquals(address, database.text(tenant, "select email from recipient_profile where user_id = ?", user));
        assertEquals(
                1,
                database.number(
                        tenant, "select count(*) from notification_preference where subject = ?", "user:" + user));
        assertEquals(0, database.number(tenant, "select count(*) from notification"));
    }

    @Test
    void mailsGreetWhoSignsInByTheNameOfItsProfile() {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");
        send(new Event.EmailVerified(caller.tenant(), caller.subject(), "own" + address));
        send(new Event.UserChanged(caller.tenant(), user, address, "Ada L", caller.subject()));
        await().until(() ->
                database.number(tenant, "select count(*) from recipient_profile where name = 'Ada L'") == 1);
        await().untilAsserted(
                        () -> Api.get(caller, "/api/notifications/address").body("email", equalTo("own" + address)));

        database.transaction(
                tenant,
                connection -> notifier.add(
                        connection,
                        caller.tenant(),
                        Notification.of("1", caller.subject(), Category.MENTION, "Bob mentioned you")));

        await().until(() -> !mails.to("own" + address).isEmpty());
        String text = mails.to("own" + address).getFirst().text();
        assertTrue(text.startsWith("Hello Ada L,"), text);
    }

    @Test
    void profileOfADeactivatedUserIsForgottenWhateverComesLate() {
        send(new Event.UserDeactivated(caller.tenant(), user));
        send(new Event.UserChanged(caller.tenant(), user, address, "Ghost"));
        created(Ids.next().toString(), "Ada");

        awaitStatus("complete");
        assertEquals(1, database.number(tenant, "select count(*) from recipient_profile where user_id = ?", user));
        assertEquals(0, database.number(tenant, "select count(email) + count(name) from recipient_profile"));
    }

    @Test
    void profileIsWhatWasSaidLastThoughTheOnboardingIsLate() {
        send(new Event.UserChanged(caller.tenant(), user, "new" + address, "Ada L"));
        created(Ids.next().toString(), "Ada");

        awaitStatus("complete");
        assertEquals("Ada L", database.text(tenant, "select name from recipient_profile"));
    }

    @Test
    void nameIsEscapedInTheHtmlForm() {
        var letter =
                welcome.to(new WorkflowKey(new TenantId(tenant), "x"), new OnboardingInput(user, address, "<script>&"));

        assertTrue(letter.html().contains("Hello &lt;script&gt;&amp;,"), letter.html());
        assertTrue(letter.text().contains("Hello <script>&,"), letter.text());
    }

    @Test
    void choicesThatAUserHasMadeStay() {
        Api.patch(caller, "/api/notifications/preferences", "{\"digest\":\"weekly\"}")
                .expect(200);

        created(Ids.next().toString(), "Ada");

        awaitStatus("complete");
        Api.get(caller, "/api/notifications/preferences").body("digest", equalTo("weekly"));
    }

    /// Whoever creates a user types the address: it may be a stranger's.
    @Test
    void addressOfACreatedUserGetsTheWelcomeAndNothingElse() {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");

        boolean told = database.transaction(
                tenant,
                connection -> notifier.add(
                        connection,
                        new TenantId(tenant),
                        Notification.of("1", "user:" + user, Category.MENTION, "Click here")));

        assertTrue(told);
        assertEquals(0, database.number(tenant, "select count(*) from notification_delivery"));
        Api.get(caller, "/api/notifications/address").body("email", nullValue());
        onlyMail();
    }

    @Test
    void anAddressIsWelcomedOnceADayWhoeverSendsItInWhicheverTenant() {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");
        String elsewhere = Api.freshTenant();
        Caller eve = Api.user(elsewhere, "eve");

        start(eve, "other-" + user, address.toUpperCase(Locale.ROOT));

        awaitMail(eve, "other-" + user, "limited");
        onlyMail();
    }

    @Test
    void aKeyHasSomeWelcomesADay() {
        Caller key =
                new Caller("key:" + Ids.next(), new TenantId(tenant), "k", Set.of(), Set.of("jobs:write", "jobs:read"));
        int most = ConfigProvider.getConfig().getValue("atrium.onboarding.welcomes-per-key", Integer.class);

        for (int i = 0; i <= most; i++) {
            start(key, user + "-" + i, user + "-" + i + "@mail.example");
        }

        await().until(() ->
                database.number(tenant, "select count(*) from workflow where status = 'complete'") == most + 1);
        assertEquals(most, database.number(tenant, "select count(*) from mail_intent"));
    }

    private static void start(Caller caller, String userId, String email) {
        Api.post(
                        caller,
                        "/api/workflow/start",
                        "{\"type\":\"onboarding\",\"input\":{\"userId\":\"" + userId + "\",\"email\":\"" + email
                                + "\",\"name\":\"Eve\"}}")
                .expect(202);
    }

    private static void awaitMail(Caller caller, String userId, String mail) {
        await().untilAsserted(() ->
                Api.get(caller, "/api/workflows/onboarding:" + userId).body("result.mail", equalTo(mail)));
    }

    @Test
    void onboardingThatSomebodyStartsSaysNothingOfWhoseTheAddressIs() {
        Api.post(
                        Api.user(tenant, "eve"),
                        "/api/workflow/start",
                        "{\"type\":\"onboarding\",\"input\":{\"userId\":\"" + user
                                + "\",\"email\":\"eve@mail.example\"," + "\"name\":\"Eve\"}}")
                .expect(202);

        awaitStatus("complete");
        assertEquals(0, database.number(tenant, "select count(*) from mail_address"));
    }

    @Test
    void mailServerThatIsDownIsWaitedFor() throws IOException {
        smtp.down();

        created(Ids.next().toString(), "Ada");

        await().until(() -> database.number(
                        tenant, "select coalesce(max(attempts), 0) from workflow_step where name = 'welcome-mail'")
                > 2);
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .expect(200)
                .body("status", equalTo("running"))
                .body("steps[2].name", equalTo("welcome-mail"))
                .body("steps[2].attempts", greaterThan(1));
        smtp.up();
        awaitStatus("complete");
        onlyMail();
        // A connection that stood already may break off in the middle; one that is refused leaves no doubt.
        assertTrue(uncertain() < 2, uncertain() + " are uncertain");
    }

    @Test
    void mailWhoseEndIsUnknownIsSentAgainWithTheSameMessageId() {
        smtp.cutAfterNextMail();

        created(Ids.next().toString(), "Ada");

        awaitStatus("complete");
        List<Mails.Caught> caught = mails.to(address);
        assertEquals(2, caught.size());
        assertEquals(caught.getFirst().messageId(), caught.getLast().messageId());
        assertEquals(1, uncertain());
        assertEquals("sent", database.text(tenant, "select state from mail_intent"));
    }

    @Test
    void thatAMailWasSentIsForgottenAYearAfterwards() throws SQLException {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");

        purge.run();
        assertEquals(1, database.number(tenant, "select count(*) from mail_intent"));
        database.update(tenant, "update mail_intent set updated_at = now() - interval '366 days'");
        purge.run();

        assertEquals(0, database.number(tenant, "select count(*) from mail_intent"));
    }

    @Test
    void mailThatWasSentIsNotSentAgainThoughItsStepIsRepeated() {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");

        // As if the node had been killed after the mail left and before its step was remembered.
        database.update(tenant, "delete from workflow_step where name in ('welcome-mail', 'settings')");
        database.update(tenant, "update workflow set status = 'running', ended_at = null");
        planRun();

        awaitStatus("complete");
        onlyMail();
    }

    @Test
    void userWhoseMailIsRefusedIsSetUpAllTheSame() throws IOException {
        smtp.refuse("550 no such user");

        created(Ids.next().toString(), "Ada");

        awaitStatus("complete");
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .body("result.mail", equalTo("undeliverable"))
                .body("steps[2].status", equalTo("failed"))
                .body("steps[2].attempts", equalTo(1))
                .body("steps[2].error", equalTo("undeliverable: the mail server knows no such mailbox"))
                .body("steps[3].status", equalTo("complete"));
        assertEquals(1, database.number(tenant, "select count(*) from notification_preference"));
        assertTrue(mails.to(address).isEmpty());
        assertEquals(1, database.number(tenant, "select count(*) from mail_suppression where reason = 'bounce'"));
    }

    @Test
    void userWhoseAddressBouncedBeforeIsSetUpWithoutAMail() {
        database.update(
                tenant,
                "insert into mail_suppression (tenant, id, email, reason, created_at)"
                        + " values (?, gen_random_uuid(), lower(?), 'bounce', now())",
                tenant,
                address);

        created(Ids.next().toString(), "Ada");

        awaitStatus("complete");
        Api.get(caller, "/api/workflows/onboarding:" + user).body("result.mail", equalTo("undeliverable"));
        assertEquals(List.of(), mails.to(address));
        assertEquals(0, database.number(tenant, "select count(*) from mail_intent"));
    }

    @Test
    void userDataThatAreNotValidFailTheInstance() {
        kafka.send(
                Ids.next().toString(),
                new Event.UserCreated(new TenantId(tenant), user, "a@b.de\r\nBcc: c@d.de", "Ada", "user:" + user),
                null);

        awaitStatus("failed");
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .body("steps.name", equalTo(List.of("validate")))
                .body("steps[0].status", equalTo("failed"))
                .body("error", equalTo("step validate: /input/email must be a mail address, at most 254 characters"));
        assertEquals(0, database.number(tenant, "select count(*) from recipient_profile"));
    }

    @Test
    void onboardingOfBeforeThereWereRoomsGoesOn() {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");

        // As if a node of then had been killed behind the profile.
        database.update(tenant, "delete from workflow_step where name in ('welcome-mail', 'settings')");
        database.update(tenant, "update workflow set version = 1, status = 'running', ended_at = null");
        planRun();

        awaitStatus("complete");
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .body("version", equalTo(1))
                .body("result.mail", equalTo("sent"))
                .body("result.room", nullValue());
        onlyMail();
    }

    @Test
    void secondCreationWithOtherDataIsADeadLetter() {
        created(Ids.next().toString(), "Ada");
        awaitStatus("complete");
        String event = Ids.next().toString();

        created(event, "Bob");

        await().until(() ->
                database.number(tenant, "select count(*) from dead_letter where position(? in headers) > 0", event)
                        == 1);
        assertEquals("Ada", database.text(tenant, "select name from recipient_profile"));
        assertFalse(mails.to(address).isEmpty());
    }

    private void send(Event event) {
        kafka.send(Ids.next().toString(), event, null);
    }

    private void created(String eventId, String name) {
        kafka.send(eventId, new Event.UserCreated(new TenantId(tenant), user, address, name, "user:" + user), null);
    }

    /// Once the run that has ended has removed its own plan.
    private void planRun() {
        String instance = tenant + "/onboarding:" + user;
        await().until(() ->
                database.number(tenant, "select count(*) from execution_workflow where task_instance = ?", instance)
                        == 0);
        database.update(
                tenant,
                "insert into execution_workflow (task_name, task_instance, execution_time, picked, version)"
                        + " values ('workflow', ?, now(), false, 1)",
                instance);
    }

    private void awaitStatus(String status) {
        await().until(() -> database.number(tenant, "select count(*) from workflow where status = ?", status) == 1);
    }

    private Mails.Caught onlyMail() {
        List<Mails.Caught> caught = mails.to(address);
        assertEquals(1, caught.size());
        return caught.getFirst();
    }

    private long uncertain() {
        return database.number(tenant, "select sum(uncertain) from mail_intent");
    }
}
