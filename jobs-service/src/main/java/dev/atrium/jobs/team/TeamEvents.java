package dev.atrium.jobs.team;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.identity.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/// Learns who is in which team, and has the rooms told in which the team has a role. It has a consumer of its own,
/// which
/// begins with the first event that there ever was.
@ApplicationScoped
public class TeamEvents implements Subscriber {

    private static final String CONSUMER = "teams";
    private static final Set<EventType> WANTED = Set.of(EventType.TEAM_CHANGED, EventType.TEAM_MEMBER_CHANGED);

    private final Intake intake;
    private final JobQueue queue;

    TeamEvents(Intake intake, JobQueue queue) {
        this.intake = intake;
        this.queue = queue;
    }

    @Incoming("team-identity-events")
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
        return WANTED;
    }

    @Override
    public void applied() {
        queue.wake(JobClass.FANOUT);
    }

    @Override
    public void prepare(Connection connection, List<Event> events) throws SQLException {
        List<TeamTable.Key> teams = new ArrayList<>();
        for (Event event : events) {
            switch (event) {
                case Event.TeamChanged changed -> teams.add(new TeamTable.Key(changed.tenant(), changed.team()));
                case Event.TeamMemberChanged changed -> teams.add(new TeamTable.Key(changed.tenant(), changed.team()));
                default -> throw new IllegalStateException("not asked for: " + event);
            }
        }
        TeamTable.hold(connection, teams);
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        switch (event.event()) {
            case Event.TeamChanged changed -> {
                TeamTable.put(connection, changed.tenant(), changed.team(), changed.name());
                tell(connection, changed.tenant(), changed.team(), null, event.id());
            }
            case Event.TeamMemberChanged changed -> {
                TeamTable.member(connection, changed.tenant(), changed.team(), changed.member(), changed.handle());
                tell(connection, changed.tenant(), changed.team(), changed.member(), event.id());
            }
            default -> throw new IllegalStateException("not asked for: " + event.event());
        }
    }

    private void tell(Connection connection, TenantId tenant, String team, @Nullable String subject, String event)
            throws SQLException {
        for (String room : TeamTable.rooms(connection, tenant, team)) {
            StepJob.add(connection, queue, tenant, new StepJob.Step(room, team, subject), event);
        }
    }
}
