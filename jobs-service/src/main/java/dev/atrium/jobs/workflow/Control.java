package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Turns;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Changes instances from outside. Each method works in the connection's transaction and holds the instance in it, as
/// everything does that decides when an instance runs: none of them can miss the other.
@ApplicationScoped
class Control {

    private static final int MAX_EVENTS = 1000;

    private final WorkflowTypes types;
    private final Journal journal;
    private final WorkflowMetrics metrics;
    private final InstantSource clock;

    Control(WorkflowTypes types, Journal journal, WorkflowMetrics metrics, InstantSource clock) {
        this.types = types;
        this.journal = journal;
        this.metrics = metrics;
        this.clock = clock;
    }

    Signalled signal(Connection connection, WorkflowKey key, String name, SentEvent event) throws SQLException {
        WorkflowTable.Stored instance = WorkflowTable.lock(connection, key).orElse(null);
        if (instance == null) {
            return Signalled.UNKNOWN;
        }
        Optional<SentEvent> before = EventTable.find(connection, key, name);
        if (before.isPresent()) {
            return isSame(event, before.get()) ? Signalled.BEFORE : Signalled.CONFLICT;
        }
        if (instance.status().isFinal()) {
            return Signalled.ENDED;
        }
        if (EventTable.count(connection, key) >= MAX_EVENTS) {
            return Signalled.FULL;
        }
        EventTable.insert(connection, key, name, event, clock.instant());
        goOn(connection, key, instance);
        return Signalled.KEPT;
    }

    private static boolean isSame(SentEvent event, SentEvent before) {
        return event.idempotencyKey() == null
                ? event.payload().equals(before.payload())
                : event.idempotencyKey().equals(before.idempotencyKey());
    }

    /// @param actor subject of who asks for it
    Commanded command(Connection connection, WorkflowKey key, Command command, String actor) throws SQLException {
        Optional<WorkflowKey> parent = WorkflowTable.parent(connection, key);
        if (parent.isPresent()) {
            WorkflowTable.lock(connection, parent.get());
        }
        Commanded done = onHeld(connection, key, command, actor);
        if (parent.isPresent() && command instanceof Command.Cancel) {
            childEnded(connection, parent.get());
        }
        return done;
    }

    /// Has the parent see that a child has ended, in a transaction that has locked the parent before the child.
    void childEnded(Connection connection, WorkflowKey parent) throws SQLException {
        Optional<WorkflowTable.Stored> waiting = WorkflowTable.lock(connection, parent);
        if (waiting.isPresent()) {
            goOn(connection, parent, waiting.get());
        }
    }

    private Commanded onHeld(Connection connection, WorkflowKey key, Command command, String actor)
            throws SQLException {
        WorkflowTable.Stored instance =
                WorkflowTable.lock(connection, key).orElseThrow(() -> new IllegalArgumentException("no such instance"));
        Optional<WorkflowStatus> wanted = command.makesOf(instance.status());
        if (wanted.isEmpty() || instance.isForgotten()) {
            return new Commanded.Refused(instance.status());
        }
        WorkflowStatus status = wanted.get();
        if (status == instance.status()) {
            return new Commanded.Done(false);
        }
        int most = types.newest(instance.type()).map(Workflow::mostOpen).orElse(Integer.MAX_VALUE);
        Start again = new Start(key, instance.type(), instance.subject(), instance.input());
        if (command instanceof Command.Restart
                && instance.status().isFinal()
                && !Starter.mayBegin(connection, again, most)) {
            return new Commanded.Full(most);
        }
        Instant now = clock.instant();
        switch (command) {
            case Command.Cancel _ -> {
                cancel(connection, key, actor, now);
                metrics.ended(instance.type(), WorkflowStatus.CANCELLED);
            }
            case Command.Pause _ -> pause(connection, key, instance, status, now);
            case Command.Resume _ -> resume(connection, key, instance, status, now);
            case Command.Restart restart -> {
                if (!forget(connection, key, restart)) {
                    return new Commanded.NoSuchStep();
                }
                WorkflowTable.reopen(connection, key);
                takeTurn(connection, key, instance, now);
            }
        }
        WorkflowTable.become(connection, key, status, now);
        journal.instanceBecame(connection, key, instance.type(), status, actor);
        return new Commanded.Done(true);
    }

    private void cancel(Connection connection, WorkflowKey key, String actor, Instant now) throws SQLException {
        StepTable.cancelOpen(connection, key, now);
        Lane.remove(connection, WorkflowEngine.LANE, key.toString());
        for (WorkflowKey child : WorkflowTable.openChildren(connection, key)) {
            onHeld(connection, child, new Command.Cancel(), actor);
        }
    }

    private static void pause(
            Connection connection, WorkflowKey key, WorkflowTable.Stored instance, WorkflowStatus status, Instant now)
            throws SQLException {
        if (status == WorkflowStatus.PAUSED) {
            Lane.remove(connection, WorkflowEngine.LANE, key.toString());
        } else {
            // It may be waiting for a step's next attempt: then the next run finds that it is to pause.
            hasten(connection, key, instance, now);
        }
    }

    private static void resume(
            Connection connection, WorkflowKey key, WorkflowTable.Stored instance, WorkflowStatus status, Instant now)
            throws SQLException {
        if (status == WorkflowStatus.QUEUED) {
            StepTable.postpone(connection, key, now);
            takeTurn(connection, key, instance, now);
        }
    }

    private static void takeTurn(Connection connection, WorkflowKey key, WorkflowTable.Stored instance, Instant now)
            throws SQLException {
        List<Turns.Entry> entries = List.of(key.entry(instance.subject(), instance.type()));
        Turns.schedule(connection, WorkflowEngine.LANE, entries, Turns.Urgency.NORMAL, now);
    }

    private static boolean forget(Connection connection, WorkflowKey key, Command.Restart restart) throws SQLException {
        int position = restart.from() == null
                ? 0
                : StepTable.position(connection, key, restart.from()).orElse(-1);
        if (position < 0) {
            return false;
        }
        EventTable.forgetFrom(connection, key, position);
        StepTable.forgetFrom(connection, key, position);
        return true;
    }

    private void goOn(Connection connection, WorkflowKey key, WorkflowTable.Stored instance) throws SQLException {
        if (instance.status() == WorkflowStatus.WAITING) {
            hasten(connection, key, instance, clock.instant());
        }
    }

    /// Has an instance go on that has begun before: beside those of its tenant that begin, not behind them.
    private static void hasten(Connection connection, WorkflowKey key, WorkflowTable.Stored instance, Instant now)
            throws SQLException {
        List<Turns.Entry> entries = List.of(key.entry(instance.subject(), instance.type()));
        Turns.ensure(connection, WorkflowEngine.LANE, entries, Turns.Urgency.HIGH, now);
    }
}
