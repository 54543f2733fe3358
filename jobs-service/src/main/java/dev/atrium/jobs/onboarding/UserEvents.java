package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.intake.Intake;
import dev.atrium.jobs.intake.Subscriber;
import dev.atrium.jobs.intake.UnusableEventException;
import dev.atrium.jobs.workflow.Start;
import dev.atrium.jobs.workflow.Started;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Starts the onboarding of each user who is created (JB-3), and keeps its profile from then on.
@ApplicationScoped
public class UserEvents implements Subscriber {

    private static final String CONSUMER = "onboarding";

    private final Intake intake;
    private final Workflows workflows;
    private final Onboarding onboarding;
    private final Recipients recipients;

    UserEvents(Intake intake, Workflows workflows, Onboarding onboarding, Recipients recipients) {
        this.intake = intake;
        this.workflows = workflows;
        this.onboarding = onboarding;
        this.recipients = recipients;
    }

    @Incoming("identity-events")
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
        return Set.of(EventType.USER_CREATED, EventType.USER_CHANGED, EventType.USER_DEACTIVATED);
    }

    @Override
    public Set<EventType> states() {
        return Set.of(EventType.USER_CHANGED);
    }

    @Override
    public void applied() {
        workflows.wake();
    }

    @Override
    public void apply(Connection connection, CloudEvent event) throws SQLException {
        switch (event.event()) {
            case Event.UserCreated created -> start(connection, created);
            case Event.UserChanged changed -> change(connection, changed);
            case Event.UserDeactivated gone -> recipients.forgetProfile(connection, gone.tenant(), gone.userId());
            default -> throw new IllegalStateException("not asked for: " + event.event());
        }
    }

    /// The address is what whoever created the user typed: it gets the welcome, and nothing else.
    private void start(Connection connection, Event.UserCreated created) throws SQLException {
        OnboardingInput input =
                new OnboardingInput(created.userId(), created.email(), created.name(), created.principal());
        WorkflowKey key = new WorkflowKey(created.tenant(), onboarding.instanceId(input));
        Start start = new Start(key, Onboarding.TYPE, created.createdBy(), input);
        if (workflows.start(connection, start) instanceof Started.Conflict) {
            throw new UnusableEventException("this user was onboarded before, with other data");
        }
    }

    /// What no mail could greet by is not taken: the profile stays as it was.
    private void change(Connection connection, Event.UserChanged changed) throws SQLException {
        OnboardingInput user =
                new OnboardingInput(changed.userId(), changed.email(), changed.name(), changed.principal());
        if (user.faults().isEmpty()) {
            recipients.changeProfile(connection, changed.tenant(), user);
        }
    }
}
