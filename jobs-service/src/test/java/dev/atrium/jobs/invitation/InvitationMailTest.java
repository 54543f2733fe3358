package dev.atrium.jobs.invitation;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.mail.MailPurge;
import dev.atrium.jobs.mail.Mailing;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.Mails;
import dev.atrium.jobs.testing.SmtpRelay;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class InvitationMailTest {

    private static final String LINK = "http://127.0.0.1:8080/#invitation=secret-token";

    @SuppressWarnings("NullAway.Init")
    Mails mails;

    @SuppressWarnings("NullAway.Init")
    SmtpRelay smtp;

    @Inject
    Kafka kafka;

    @Inject
    InvitationMail handler;

    @Inject
    Mailing mailing;

    @Inject
    MailPurge purge;

    @Inject
    Database database;

    @Inject
    @Location("mail/invitation.txt")
    Template text;

    @Inject
    @Location("mail/invitation.html")
    Template html;

    @Inject
    InstantSource clock;

    private final String tenant = Api.freshTenant();
    private final String id = Ids.next().toString();
    private final String address = "i" + Ids.next() + "@mail.example";

    @AfterEach
    void mailWorksAgain() throws IOException {
        smtp.up();
    }

    @Test
    void eachSendingIsOneMailThoughItsEventComesTwice() {
        Instant until = Instant.now().plus(Duration.ofDays(7));
        String event = Ids.next().toString();
        kafka.send(event, invitation(1, until), null);
        kafka.send(event, invitation(1, until), null);
        kafka.send(Ids.next().toString(), invitation(2, until), null);

        List<Mails.Caught> caught = await().until(() -> mails.to(address), list -> list.size() == 2);
        Mails.Caught mail = caught.getFirst();
        assertEquals("You are invited to an organisation on Atrium", mail.subject());
        assertTrue(mail.text().contains("Ada <b> invites you to the organisation \"Crew & <Co>\""), mail.text());
        assertTrue(mail.text().contains("as editor") && mail.text().contains(LINK), mail.text());
        assertFalse(caught.getFirst().messageId().equals(caught.getLast().messageId()));
    }

    /// Its event is kept for ever, and may be read again.
    @Test
    void thatAnInvitationWasSentIsNotForgotten() throws SQLException {
        kafka.send(Ids.next().toString(), invitation(1, Instant.now().plus(Duration.ofDays(7))), null);
        await().until(() -> database.number(tenant, "select count(*) from mail_intent where state = 'sent'") == 1);
        database.update(tenant, "update mail_intent set updated_at = now() - interval '10 years'");

        purge.run();

        assertEquals(1, database.number(tenant, "select count(*) from mail_intent"));
    }

    @Test
    void whatPeopleWroteIsTextAlsoInHtml() {
        String html = handler.letter(new TenantId(tenant), invitation(1, Instant.now()))
                .html();

        assertTrue(html.contains("Ada &lt;b&gt;") && html.contains("Crew &amp; &lt;Co&gt;"), html);
        assertTrue(html.contains("href=\"" + LINK + "\""), html);
    }

    @Test
    void anInvitationThatIsTooOldIsNotSentAndItsJobIsTheOrganisations() {
        kafka.send(Ids.next().toString(), invitation(1, Instant.now().minusSeconds(1)), null);

        UUID job = JobQueue.id(InvitationMail.TYPE, id + "/1");
        await().untilAsserted(() ->
                Api.get(Api.admin(tenant), "/api/jobs/" + job).expect(200).body("state", equalTo("dead")));
        Api.get(Api.user(tenant, "ada"), "/api/jobs/" + job).expect(404);
        assertEquals(List.of(), mails.to(address));
    }

    @Test
    void nothingMoreIsSentToAnAddressThatBounced() throws IOException {
        Instant until = Instant.now().plus(Duration.ofDays(7));
        smtp.refuse("550 5.1.1 no such user");
        kafka.send(Ids.next().toString(), invitation(1, until), null);
        awaitDead(1, "undeliverable: the mail server knows no such mailbox");
        smtp.up();

        kafka.send(Ids.next().toString(), invitation(2, until), null);

        awaitDead(2, "undeliverable: mail to this address bounced");
        assertEquals(List.of(), mails.to(address));
    }

    @Test
    void anInvitationWaitsWhileTheServerRefusesToRelayIt() throws IOException {
        smtp.refuse("550 5.7.1 relaying denied");
        kafka.send(Ids.next().toString(), invitation(1, Instant.now().plus(Duration.ofDays(7))), null);
        UUID job = JobQueue.id(InvitationMail.TYPE, id + "/1");
        await().untilAsserted(() -> Api.get(Api.admin(tenant), "/api/jobs/" + job)
                .expect(200)
                .body("state", equalTo("retrying"))
                .body("attempts", greaterThan(1)));

        smtp.up();

        await().until(() -> mails.to(address).size() == 1);
    }

    private void awaitDead(int number, String note) {
        UUID job = JobQueue.id(InvitationMail.TYPE, id + "/" + number);
        await().untilAsserted(() -> Api.get(Api.admin(tenant), "/api/jobs/" + job)
                .expect(200)
                .body("state", equalTo("dead"))
                .body("note", startsWith(note)));
    }

    @Test
    void theMailIsTheOrganisationsThatTheJobBelongsTo() {
        TenantId other = new TenantId(Api.freshTenant());

        assertEquals(other, handler.letter(other, invitation(1, Instant.now())).tenant());
    }

    @Test
    void aLinkThatLeadsElsewhereIsNotSent() throws SQLException {
        InvitationMail here =
                new InvitationMail(mailing, text, html, clock, Optional.of("https://atrium.example/#invitation="));
        String payload = Json.write(invitation(1, Instant.now().plus(Duration.ofDays(7))));
        Job job = new Job(new TenantId(tenant), Ids.next(), "organisation", payload, 1);

        assertEquals(new Outcome.Dead("the invitation's link does not lead to this installation"), here.handle(job));
        assertEquals(List.of(), mails.to(address));
    }

    private Event.InvitationSent invitation(int number, Instant until) {
        return new Event.InvitationSent(
                new TenantId(tenant),
                id,
                number,
                address,
                "Crew & <Co>",
                new Actor("user:ada", "Ada <b>"),
                "editor",
                LINK,
                until);
    }
}
