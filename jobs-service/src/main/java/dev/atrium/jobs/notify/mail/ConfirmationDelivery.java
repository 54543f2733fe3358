package dev.atrium.jobs.notify.mail;

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
import dev.atrium.platform.web.Json;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/// Asks the owner of a mailbox whether the suite may write to it.
@ApplicationScoped
class ConfirmationDelivery implements JobHandler {

    /// The key is the request, the payload a [Question]. Its reader waits for it.
    static final JobType TYPE = new JobType("notify.confirm", JobClass.MAIL, Urgency.HIGH);

    private final Template text;
    private final Template html;
    private final Mailing mailing;
    private final Links links;
    private final NotificationMailConfig config;

    ConfirmationDelivery(
            @Location("mail/confirmation.txt") Template text,
            @Location("mail/confirmation.html") Template html,
            Mailing mailing,
            Links links,
            NotificationMailConfig config) {
        this.text = text;
        this.html = html;
        this.mailing = mailing;
        this.links = links;
        this.config = config;
    }

    /// @param until when the link ends, in seconds since the epoch
    record Question(String subject, String email, long until) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        Question question = Json.read(job.payload(), Question.class);
        Links.Claim claim = new Links.Claim(
                Links.Purpose.CONFIRM, job.tenant(), question.subject(), null, question.email(), question.until());
        String url = config.publicUrl() + "/api/notifications/confirm?token=" + links.sign(claim);
        Letter letter = new Letter(
                job.tenant(),
                "confirmation/" + job.id(),
                new MailAddress(question.email()),
                "Confirm your address",
                text.data("url", url).render(),
                html.data("url", url).render());
        try {
            mailing.send(letter);
            return new Outcome.Done(null);
        } catch (RetryableException e) {
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        } catch (NonRetryableException e) {
            return new Outcome.Done(String.valueOf(e.getMessage()));
        }
    }
}
