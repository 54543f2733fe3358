package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.mail.Mailing;
import dev.atrium.jobs.mail.Reports;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.delivery.Channel;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.delivery.Due;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.notify.preference.Preferences;
import dev.atrium.jobs.notify.room.Readers;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Mails what is due for one recipient, all of it in one mail, at most once unless the connection to
/// the mail server breaks in between (JB-8, [Mailing]).
@ApplicationScoped
class MailDelivery implements JobHandler {

    private static final String QUIET = "its recipient has quiet hours";

    private final DataSource dataSource;
    private final Deliveries deliveries;
    private final NotificationLetter letters;
    private final Mailing mailing;
    private final InstantSource clock;

    MailDelivery(
            DataSource dataSource,
            Deliveries deliveries,
            NotificationLetter letters,
            Mailing mailing,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.deliveries = deliveries;
        this.letters = letters;
        this.mailing = mailing;
        this.clock = clock;
    }

    /// @param first what names the mail, together with the job: the same again, whatever is still wanted then
    /// @param address null: there is none
    /// @param name what its reader is called; null: that is not known
    /// @param quiet for how long the reader's quiet hours last; null: there are none now
    private record Bundle(
            UUID first,
            @Nullable MailAddress address,
            @Nullable String name,
            List<Due> due,
            @Nullable Duration quiet) {}

    @Override
    public JobType type() {
        return Channel.EMAIL.job();
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        String subject = Json.read(job.payload(), Deliveries.Payload.class).recipient();
        Deliveries.Recipient recipient = new Deliveries.Recipient(job.tenant(), subject);
        Bundle bundle =
                TenantConnections.inTenant(dataSource, job.tenant(), connection -> take(connection, recipient, job));
        if (bundle.address() == null || bundle.due().isEmpty()) {
            done(recipient, job);
            return new Outcome.Done("nothing was left to send");
        }
        if (bundle.quiet() != null) {
            // Not given to another job: nobody knows whether an earlier try was heard, and the mail keeps its id.
            return new Outcome.Retry(QUIET, bundle.quiet());
        }
        try {
            NotificationLetter.Reader reader =
                    new NotificationLetter.Reader(recipient, bundle.address(), bundle.name());
            mailing.send(letters.to(reader, job.id() + "/" + bundle.first(), bundle.due()));
            done(recipient, job);
            return new Outcome.Done(null);
        } catch (RetryableException e) {
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        } catch (NonRetryableException e) {
            done(recipient, job);
            return new Outcome.Done(String.valueOf(e.getMessage()));
        }
    }

    private Bundle take(Connection connection, Deliveries.Recipient recipient, Job job) throws SQLException {
        Notifier.hold(connection, recipient.tenant(), recipient.subject());
        Instant now = clock.instant();
        List<Due> due = deliveries.take(connection, recipient, Channel.EMAIL, job.id(), now);
        UUID first = due.isEmpty() ? job.id() : due.getFirst().id();
        Optional<MailAddress> address = Addresses.find(connection, recipient.tenant(), recipient.subject());
        if (address.isEmpty()) {
            return new Bundle(first, null, null, List.of(), null);
        }
        Reports.take(connection, recipient.tenant(), address.get(), now);
        Preferences preferences = PreferenceTable.find(connection, recipient.tenant(), recipient.subject());
        Set<Category> suppressed = Suppressions.categories(connection, recipient.tenant(), address.get());
        // What an earlier try has taken may not be for the recipient's eyes any more.
        List<String> topics =
                due.stream().map(Due::topic).filter(Objects::nonNull).toList();
        Set<String> secrets = Readers.secrets(connection, recipient.tenant(), recipient.subject(), topics, now);
        List<Due> wanted = due.stream()
                .filter(one -> preferences.channels(one.category()).email()
                        && !suppressed.contains(one.category())
                        && (one.topic() == null || !secrets.contains(one.topic())))
                .toList();
        String name = Profiles.name(connection, recipient.tenant(), recipient.subject())
                .orElse(null);
        Duration quiet = preferences
                .quietUntil(now)
                .map(until -> Duration.between(now, until))
                .orElse(null);
        return new Bundle(first, address.get(), name, wanted, quiet);
    }

    private void done(Deliveries.Recipient recipient, Job job) throws SQLException {
        TenantConnections.inTenant(dataSource, recipient.tenant(), connection -> {
            deliveries.done(connection, recipient, Channel.EMAIL, job.id());
            return true;
        });
    }
}
