package dev.atrium.jobs.workflow;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;

/// Writes each transition of an instance down and tells the other services of it, numbered without
/// gaps, and the owner when it has ended, in the transition's transaction.
@ApplicationScoped
class Journal {

    private final JdbcOutbox outbox;
    private final Notifier notifier;
    private final WorkflowTypes types;
    private final InstantSource clock;

    Journal(JdbcOutbox outbox, Notifier notifier, WorkflowTypes types, InstantSource clock) {
        this.outbox = outbox;
        this.notifier = notifier;
        this.types = types;
        this.clock = clock;
    }

    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status)
            throws SQLException {
        HistoryTable.Written written = write(connection, key, type, new HistoryTable.Transition(status, null, null));
        if (isTold(key, type, status)) {
            notifier.add(connection, key.tenant(), notification(key, type, status, written));
        }
    }

    /// Whether the owner is notified: of what it waits for, and not of what happens by the clock or
    /// inside of something else, unless that has failed.
    private boolean isTold(WorkflowKey key, String type, WorkflowStatus status) {
        if (key.id().startsWith(WorkflowKey.CHILD)) {
            return false;
        }
        return switch (status) {
            case FAILED -> true;
            case COMPLETE ->
                !key.id().startsWith(WorkflowKey.SCHEDULED)
                        && types.newest(type).map(Workflow::isToldWhenComplete).orElse(true);
            case QUEUED, RUNNING, WAITING, PAUSING, PAUSED, CANCELLED -> false;
        };
    }

    private static Notification notification(
            WorkflowKey key, String type, WorkflowStatus status, HistoryTable.Written written) {
        String title = type + (status == WorkflowStatus.FAILED ? " has failed" : " is complete");
        return Notification.of(
                        "workflow:" + key.id() + ":" + written.sequence(), written.owner(), Category.WORKFLOW, title)
                .withLink("/api/workflows/" + key.id())
                .withData(Json.write(Map.of("workflow", key.id(), "type", type, "status", status.label())))
                .inGroup("workflow:" + key.id(), null)
                .about("workflow:" + type);
    }

    /// @param actor who asked for it
    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status, String actor)
            throws SQLException {
        write(connection, key, type, new HistoryTable.Transition(status, null, actor));
    }

    void stepEnded(Connection connection, WorkflowKey key, String type, String step) throws SQLException {
        write(connection, key, type, new HistoryTable.Transition(WorkflowStatus.RUNNING, step, null));
    }

    private HistoryTable.Written write(
            Connection connection, WorkflowKey key, String type, HistoryTable.Transition transition)
            throws SQLException {
        HistoryTable.Written written = HistoryTable.add(connection, key, transition, clock.instant());
        String status = transition.status().label();
        outbox.add(
                connection,
                new Event.WorkflowChanged(
                        key.tenant(), key.id(), type, written.sequence(), status, transition.step(), written.owner()));
        return written;
    }
}
