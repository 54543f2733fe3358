package dev.atrium.jobs.invitation;

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
import dev.atrium.platform.web.Json;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Sends an invitation. What people wrote (names) stands in the body only, never in a header.
@ApplicationScoped
public class InvitationMail implements JobHandler {

    static final JobType TYPE = new JobType("invitation.mail", JobClass.MAIL);

    private static final String SUBJECT = "You are invited to an organisation on Atrium";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailing mailing;
    private final Template text;
    private final Template html;
    private final InstantSource clock;

    InvitationMail(
            Mailing mailing,
            @Location("mail/invitation.txt") Template text,
            @Location("mail/invitation.html") Template html,
            InstantSource clock) {
        this.mailing = mailing;
        this.text = text;
        this.html = html;
        this.clock = clock;
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
        try {
            mailing.send(letter(invitation));
            return new Outcome.Done(null);
        } catch (NonRetryableException e) {
            return new Outcome.Dead("the mail server refuses this recipient or mail");
        } catch (RetryableException e) {
            return new Outcome.Retry("the mail server does not take the mail now");
        }
    }

    /// Names one sending of one invitation.
    static String key(Event.InvitationSent invitation) {
        return invitation.invitationId() + "/" + invitation.number();
    }

    Letter letter(Event.InvitationSent invitation) {
        return new Letter(
                invitation.tenant(),
                "invitation/" + key(invitation),
                MailAddress.parse(invitation.email()).orElseThrow(),
                SUBJECT,
                render(text, invitation),
                render(html, invitation));
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
