package dev.atrium.jobs.workflow;

import dev.atrium.jobs.members.Members;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Departures;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /// A transition that was written down.
    ///
    /// @param traceparent of the trace in which it happened; null: of none
    record Change(
            WorkflowKey key,
            String type,
            HistoryTable.Transition transition,
            HistoryTable.Written written,
            @Nullable String traceparent) {

        private Event event() {
            return new Event.WorkflowChanged(
                    key.tenant(),
                    key.id(),
                    type,
                    written.sequence(),
                    transition.status().label(),
                    transition.step(),
                    written.owner());
        }
    }

    /// Tells the other services of transitions that were written down, and nobody else.
    void tell(Connection connection, List<Change> changes) throws SQLException {
        outbox.addAll(
                connection,
                changes.stream()
                        .map(change -> new JdbcOutbox.Traced(change.event(), change.traceparent()))
                        .toList());
    }

    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status)
            throws SQLException {
        HistoryTable.Written written = RoundTrip.alone(connection, trip -> instanceBecame(trip, key, status))
                .orElseThrow();
        tellInstanceBecame(connection, key, type, status, written);
    }

    /// Writes down that an instance has another status; [#tellInstanceBecame] follows, or the transaction is undone.
    RoundTrip.Answer<Optional<HistoryTable.Written>> instanceBecame(
            RoundTrip trip, WorkflowKey key, WorkflowStatus status) {
        return HistoryTable.add(trip, key, new HistoryTable.Transition(status, null, null), clock.instant());
    }

    void tellInstanceBecame(
            Connection connection, WorkflowKey key, String type, WorkflowStatus status, HistoryTable.Written written)
            throws SQLException {
        tell(connection, key, type, new HistoryTable.Transition(status, null, null), written);
        if (isTold(key, type, status)) {
            if (status == WorkflowStatus.FAILED && isLeftBehind(connection, key, written.owner())) {
                tellAdmins(connection, key, type, written);
            } else {
                notifier.add(connection, key.tenant(), notification(key, type, status, written, written.owner()));
            }
        }
    }

    /// Whether a schedule started it whose owner has left.
    private static boolean isLeftBehind(Connection connection, WorkflowKey key, String owner) throws SQLException {
        return key.id().startsWith(WorkflowKey.SCHEDULED) && Departures.holds(connection, key.tenant(), owner);
    }

    private void tellAdmins(Connection connection, WorkflowKey key, String type, HistoryTable.Written written)
            throws SQLException {
        List<Notifier.Telling> tellings = Members.admins(connection, key.tenant()).stream()
                .map(admin -> notification(key, type, WorkflowStatus.FAILED, written, admin)
                        .withBody("Its schedule belongs to somebody who has left the organisation."))
                .map(notification -> new Notifier.Telling(notification, TraceContext.current()))
                .toList();
        notifier.addAll(connection, key.tenant(), tellings);
    }

    /// Whether the owner is notified: of what it waits for, and not of what happens by the clock or
    /// inside of something else, unless that has failed. Of what its schedules start once it has left, the
    /// admins are, where that fails.
    boolean isTold(WorkflowKey key, String type, WorkflowStatus status) {
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
            WorkflowKey key, String type, WorkflowStatus status, HistoryTable.Written written, String recipient) {
        String title = type + (status == WorkflowStatus.FAILED ? " has failed" : " is complete");
        return Notification.of("workflow:" + key.id() + ":" + written.sequence(), recipient, Category.WORKFLOW, title)
                .withLink(Notification.INBOX)
                .withData(Json.write(Map.of("workflow", key.id(), "type", type, "status", status.label())))
                .inGroup("workflow:" + key.id(), null)
                .about("workflow:" + type);
    }

    /// @param actor who asked for it
    void instanceBecame(Connection connection, WorkflowKey key, String type, WorkflowStatus status, String actor)
            throws SQLException {
        HistoryTable.Transition transition = new HistoryTable.Transition(status, null, actor);
        HistoryTable.Written written = RoundTrip.alone(
                        connection, trip -> HistoryTable.add(trip, key, transition, clock.instant()))
                .orElseThrow();
        tell(connection, key, type, transition, written);
    }

    /// Writes down that a step has ended; [#tellStepEnded] follows, or the transaction is undone.
    RoundTrip.Answer<Optional<HistoryTable.Written>> stepEnded(RoundTrip trip, WorkflowKey key, String step) {
        return HistoryTable.add(
                trip, key, new HistoryTable.Transition(WorkflowStatus.RUNNING, step, null), clock.instant());
    }

    void tellStepEnded(Connection connection, WorkflowKey key, String type, String step, HistoryTable.Written written)
            throws SQLException {
        tell(connection, key, type, new HistoryTable.Transition(WorkflowStatus.RUNNING, step, null), written);
    }

    private void tell(
            Connection connection,
            WorkflowKey key,
            String type,
            HistoryTable.Transition transition,
            HistoryTable.Written written)
            throws SQLException {
        tell(connection, List.of(new Change(key, type, transition, written, TraceContext.current())));
    }
}
