package dev.atrium.jobs.notify;

import dev.atrium.jobs.dissolution.Dissolutions;
import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.mail.Addresses;
import dev.atrium.jobs.notify.mail.NotificationMailConfig;
import dev.atrium.jobs.notify.push.SubscriptionTable;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.web.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Learns who leaves an organisation, which of them are gone, which sessions have ended, which addresses the identity
/// provider has
/// verified, and what its administrators are to know of its plan. The events of one come in their order; it
/// has a consumer of its own, so that nothing else holds it up.
@ApplicationScoped
public class MemberEvents implements Subscriber {

    private static final String CONSUMER = "notify";
    private static final Duration NEWS = Duration.ofDays(30);
    private static final Set<EventType> WANTED = Set.of(
            EventType.MEMBERSHIP_CHANGED,
            EventType.EMAIL_VERIFIED,
            EventType.SESSION_ENDED,
            EventType.ORGANISATION_DELETED,
            EventType.QUOTA_REACHED);

    private final Intake intake;
    private final JobQueue queue;
    private final NotificationMailConfig config;
    private final InstantSource clock;

    MemberEvents(Intake intake, JobQueue queue, NotificationMailConfig config, InstantSource clock) {
        this.intake = intake;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
    }

    @Incoming("notify-identity-events")
    @RunOnVirtualThread
    public void receive(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        intake.receive(records, this);
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<EventType> wanted() {
        return WANTED;
    }

    @Override
    public Set<EventType> states() {
        return Set.of(EventType.MEMBERSHIP_CHANGED);
    }

    @Override
    public void applied() {
        queue.wake(JobClass.FANOUT);
    }

    @Override
    public void prepare(Connection connection, List<Event> events) throws SQLException {
        List<String> sessions = events.stream()
                .filter(Event.SessionEnded.class::isInstance)
                .map(event -> ((Event.SessionEnded) event).session())
                .toList();
        if (!sessions.isEmpty()) {
            SubscriptionTable.holdSessions(connection, sessions);
        }
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        switch (event.event()) {
            case Event.MembershipChanged changed
            when changed.role() == null ->
                Departures.leave(connection, changed.tenant(), changed.member(), event.time());
            case Event.MembershipChanged changed -> Departures.join(connection, changed.tenant(), changed.member());
            case Event.EmailVerified verified -> take(connection, verified, event.time());
            case Event.SessionEnded ended ->
                SubscriptionTable.endOfSession(
                        connection, ended.tenant(), ended.owner(), UUID.fromString(ended.session()), clock.instant());
            case Event.OrganisationDeleted deleted -> {
                Departures.dissolve(connection, deleted.tenant(), event.time());
                Dissolutions.begin(connection, deleted.tenant(), clock.instant());
            }
            case Event.QuotaReached reached -> tell(connection, reached, event);
            default -> throw new IllegalStateException("not asked for: " + event.event());
        }
    }

    /// By a job: a batch of events holds no inboxes, and waits for none. Quotas are those of a month: what
    /// is older is no news, and is read again where it is not known any more that it was told.
    private void tell(Connection connection, Event.QuotaReached reached, CloudEvent event) throws SQLException {
        if (event.time().isAfter(clock.instant().minus(NEWS))) {
            queue.add(connection, QuotaNotice.TYPE, reached.tenant(), event.id(), "system:plan", Json.write(reached));
        }
    }

    /// Not of who has left meanwhile: who joins again is told of anew.
    private void take(Connection connection, Event.EmailVerified verified, Instant at) throws SQLException {
        Optional<MailAddress> address = MailAddress.parse(verified.email());
        if (config.providerAddresses()
                && address.isPresent()
                && !Departures.holds(connection, verified.tenant(), verified.member())) {
            Addresses.verify(connection, verified.tenant(), verified.member(), address.get(), at);
        }
    }
}
