package dev.atrium.jobs.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Inbox;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Gives events their effect in the database: a batch of records, their inbox rows and their effects are one
/// transaction, and Kafka's offset moves after it. So an event that comes again has no effect, whatever was killed.
///
/// A record that nothing can be made of becomes a dead letter in the same transaction; the others of its batch go on.
/// While the database is away a batch waits for it, and with it everything behind it.
@ApplicationScoped
public final class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final MeterRegistry metrics;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Intake(DataSource dataSource, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.metrics = metrics;
    }

    /// Returns when each record has had its effect or is a dead letter.
    ///
    /// @throws IllegalStateException if the node stops meanwhile: nothing may be committed then
    public void receive(Iterable<ConsumerRecord<byte[], byte[]>> records, Subscriber subscriber)
            throws InterruptedException {
        Set<String> names = names(subscriber.wanted());
        List<Received> batch = new ArrayList<>();
        records.forEach(record -> read(record, names).ifPresent(batch::add));
        if (!batch.isEmpty()) {
            store(subscriber, batch);
        }
        subscriber.applied();
    }

    /// Gives a record its effect that was a dead letter, in the connection's transaction: once, as if it
    /// had come again.
    ///
    /// @return false if it has none, because the subscriber was told something newer of the same subject
    /// @throws RuntimeException if nothing can be made of it still
    boolean replay(Connection connection, Subscriber subscriber, ConsumerRecord<byte[], byte[]> record)
            throws SQLException {
        return switch (read(record, names(subscriber.wanted())).orElse(null)) {
            case Received.Usable usable -> replay(connection, subscriber, usable);
            case Received.Unusable unusable -> throw new UnusableEventException(unusable.reason());
            case null -> throw new UnusableEventException("of a type that is not wanted");
        };
    }

    private boolean replay(Connection connection, Subscriber subscriber, Received.Usable usable) throws SQLException {
        CloudEvent event = usable.event();
        TenantConnections.enter(connection, event.event().tenant());
        if (isState(subscriber, event) && LastTold.isNewer(connection, subscriber.consumer(), event)) {
            return false;
        }
        apply(connection, subscriber, List.of(usable));
        return true;
    }

    private static boolean isState(Subscriber subscriber, CloudEvent event) {
        return subscriber.states().contains(EventType.of(event.event()));
    }

    private static Set<String> names(Set<EventType> types) {
        return types.stream().map(EventType::typeName).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Received> read(ConsumerRecord<byte[], byte[]> record, Set<String> wanted) {
        try {
            String type = CloudEvent.text(record.headers(), CloudEvent.TYPE);
            if (type != null && !wanted.contains(type)) {
                return Optional.empty();
            }
            return CloudEvent.decode(record).map(event -> new Received.Usable(record, event));
        } catch (RuntimeException e) {
            LOG.debugf(e, "undecodable record");
            return Optional.of(new Received.Unusable(record, "undecodable", true));
        }
    }

    private void store(Subscriber subscriber, List<Received> batch) throws InterruptedException {
        while (true) {
            try {
                TenantConnections.inTransaction(dataSource, connection -> apply(connection, subscriber, batch));
                return;
            } catch (SQLException | RuntimeException e) {
                if (!Fault.isOfTheRecord(e)) {
                    pause(e);
                } else if (batch.size() == 1) {
                    store(subscriber, List.of(batch.getFirst().unusable(Fault.reason(e))));
                    return;
                } else {
                    storeEach(subscriber, batch);
                    return;
                }
            }
        }
    }

    private void storeEach(Subscriber subscriber, List<Received> batch) throws InterruptedException {
        for (Received one : batch) {
            store(subscriber, List.of(one));
        }
    }

    private void pause(Exception e) throws InterruptedException {
        LOG.warnf("events wait, trying again in %s: %s", PAUSE, e.getMessage());
        if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the node stops; the events come again at the next start", e);
        }
    }

    private int apply(Connection connection, Subscriber subscriber, List<Received> batch) throws SQLException {
        Set<String> fresh = Inbox.firstTimes(connection, subscriber.consumer(), ids(batch));
        subscriber.prepare(connection, events(batch, fresh));
        TenantId entered = null;
        for (Received received : batch) {
            switch (received) {
                // An event that is in the batch twice has its effect where it comes first.
                case Received.Usable usable
                when fresh.remove(usable.event().id()) -> {
                    TenantId tenant = usable.event().event().tenant();
                    if (!tenant.equals(entered)) {
                        TenantConnections.enter(connection, tenant);
                        entered = tenant;
                    }
                    apply(connection, usable.event(), subscriber);
                }
                case Received.Usable _ -> {}
                case Received.Unusable unusable -> bury(connection, subscriber.consumer(), unusable);
            }
        }
        return batch.size();
    }

    private static List<String> ids(List<Received> batch) {
        List<String> ids = new ArrayList<>();
        for (Received received : batch) {
            if (received instanceof Received.Usable usable) {
                ids.add(usable.event().id());
            }
        }
        return ids;
    }

    private static List<Event> events(List<Received> batch, Set<String> fresh) {
        List<Event> events = new ArrayList<>();
        for (Received received : batch) {
            if (received instanceof Received.Usable usable
                    && fresh.contains(usable.event().id())) {
                events.add(usable.event().event());
            }
        }
        return events;
    }

    private static void apply(Connection connection, CloudEvent event, Subscriber subscriber) throws SQLException {
        try (Scope _ = TraceContext.parent(event.traceparent()).makeCurrent()) {
            subscriber.apply(connection, event);
        }
        if (isState(subscriber, event)) {
            LastTold.put(connection, subscriber.consumer(), event);
        }
    }

    private void bury(Connection connection, String consumer, Received.Unusable unusable) throws SQLException {
        String whose = unusable.forAnybody() ? DeadLetters.NOBODYS : consumer;
        if (DeadLetters.add(connection, whose, unusable.record(), unusable.reason())) {
            metrics.counter(
                            "atrium.jobs.dead.letters",
                            "topic",
                            unusable.record().topic())
                    .increment();
            LOG.errorf(
                    "dead letter: nothing can be made of the record at %s-%d@%d (%s); see the table dead_letter",
                    unusable.record().topic(),
                    unusable.record().partition(),
                    unusable.record().offset(),
                    unusable.reason());
        }
    }

    void stop(@Observes @Priority(50) ShutdownEvent event) {
        stopping.countDown();
    }
}
