package dev.atrium.jobs.members;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Learns who is a member of which organisation. It has a consumer of its own, which begins with the
/// first event that there is; what it has learnt stays, also when Kafka has that no more.
@ApplicationScoped
public class MemberProjection implements Subscriber {

    private static final String CONSUMER = "members";
    private static final Set<EventType> WANTED = Set.of(EventType.MEMBERSHIP_CHANGED, EventType.ORGANISATION_DELETED);

    private final Intake intake;
    private final List<LeaveListener> listeners;

    MemberProjection(Intake intake, @All List<LeaveListener> listeners) {
        this.intake = intake;
        this.listeners = List.copyOf(listeners);
    }

    @Incoming("member-identity-events")
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
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        switch (event.event()) {
            case Event.MembershipChanged changed -> {
                if (changed.role() == null) {
                    Members.remove(connection, changed.tenant(), changed.member());
                    for (LeaveListener listener : listeners) {
                        listener.left(connection, changed.tenant(), changed.member(), event.time());
                    }
                } else {
                    Members.put(connection, changed.tenant(), changed.member(), changed.role());
                }
            }
            case Event.OrganisationDeleted deleted -> {
                Members.removeAll(connection, deleted.tenant());
                for (LeaveListener listener : listeners) {
                    listener.allLeft(connection, deleted.tenant(), event.time());
                }
            }
            default -> throw new IllegalStateException("not asked for: " + event.event());
        }
    }
}
