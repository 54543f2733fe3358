package dev.atrium.jobs.webhook;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Sends what the services tell each other to those outside who want to know it. It has consumers of
/// its own: what it does holds up nobody else.
@ApplicationScoped
public class SuiteEvents implements Subscriber {

    private static final String CONSUMER = "webhook";
    private static final Set<EventType> WANTED = Set.of(
            EventType.USER_CREATED,
            EventType.MEMBERSHIP_CHANGED,
            EventType.ORGANISATION_DELETED,
            EventType.FILE_UPLOADED,
            EventType.FILE_READY,
            EventType.FILE_FAILED,
            EventType.WORKFLOW_CHANGED,
            EventType.JOB_DEAD);

    private final Intake intake;
    private final Dispatch dispatch;
    private final EndpointLane lane;
    private final InstantSource clock;

    SuiteEvents(Intake intake, Dispatch dispatch, EndpointLane lane, InstantSource clock) {
        this.intake = intake;
        this.dispatch = dispatch;
        this.lane = lane;
        this.clock = clock;
    }

    @Incoming("webhook-identity-events")
    @RunOnVirtualThread
    public void identity(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        intake.receive(records, this);
    }

    @Incoming("webhook-media-events")
    @RunOnVirtualThread
    public void media(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        intake.receive(records, this);
    }

    @Incoming("webhook-workflows-events")
    @RunOnVirtualThread
    public void workflows(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
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
        lane.wake();
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        switch (event.event()) {
            case Event.MembershipChanged changed
            when changed.role() == null ->
                EndpointTable.ownerLeft(connection, changed.tenant(), changed.member(), event.time(), clock.instant());
            case Event.OrganisationDeleted deleted ->
                EndpointTable.allLeft(connection, deleted.tenant(), clock.instant());
            default -> tell(connection, event);
        }
    }

    private void tell(Connection connection, CloudEvent event) throws SQLException {
        Optional<PublicEvent> told = PublicEvents.of(event);
        if (told.isPresent()) {
            dispatch.dispatch(connection, event.event().tenant(), List.of(told.get()));
        }
    }
}
