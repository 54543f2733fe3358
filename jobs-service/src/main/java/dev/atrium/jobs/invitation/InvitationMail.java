package dev.atrium.jobs.invitation;

import dev.atrium.jobs.lane.Turns.Urgency;
import dev.atrium.jobs.mail.Letter;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.mail.Mailing;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Sends an invitation. What people wrote (names) stands in the body only, never in a header. The mail
/// is the organisation's that the job belongs to, whatever the job's payload says.
@ApplicationScoped
public class InvitationMail implements JobHandler {

    /// Somebody waits for it, often looking at the mailbox.
    static final JobType TYPE = new JobType("invitation.mail", JobClass.MAIL, Urgency.HIGH);

    private static final String SUBJECT = "You are invited to an organisation on Atrium";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailing mailing;
    private final Template text;
    private final Template html;
    private final InstantSource clock;
    private final Optional<String> link;

    /// @param link what the links of all invitations begin with; empty if that is not known here
    InvitationMail(
            Mailing mailing,
            @Location("mail/invitation.txt") Template text,
            @Location("mail/invitation.html") Template html,
            InstantSource clock,
            @ConfigProperty(name = "atrium.invitation.link") Optional<String> link) {
        this.mailing = mailing;
        this.text = text;
        this.html = html;
        this.clock = clock;
        this.link = link;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        Event.InvitationSent invitation = Json.read(job.payload(), Event.InvitationSent.class);
        if (!clock.instant().isBefore(invitation.expiresAt())) {
            return new Outcome.Dead("the invitation is too old to be sent");
        }
        if (!link.map(invitation.link()::startsWith).orElse(true)) {
            return new Outcome.Dead("the invitation's link does not lead to this installation");
        }
        try {
            mailing.send(letter(job.tenant(), invitation));
            return new Outcome.Done(null);
        } catch (NonRetryableException e) {
            return new Outcome.Dead(String.valueOf(e.getMessage()));
        } catch (RetryableException e) {
            return new Outcome.Retry("the mail server does not take the mail now");
        }
    }

    /// Names one sending of one invitation.
    static String key(Event.InvitationSent invitation) {
        return invitation.invitationId() + "/" + invitation.number();
    }

    Letter letter(TenantId tenant, Event.InvitationSent invitation) {
        return new Letter(
                tenant,
                "invitation/" + key(invitation),
                MailAddress.parse(invitation.email()).orElseThrow(),
                SUBJECT,
                render(text, invitation),
                render(html, invitation),
                Map.of(),
                true);
    }

    private static String render(Template template, Event.InvitationSent invitation) {
        return template.data("organisation", invitation.organisation())
                .data("inviter", invitation.inviter().handle())
                .data("role", invitation.role())
                .data("link", invitation.link())
                .data("until", DAY.format(invitation.expiresAt()))
                .render();
    }
}
