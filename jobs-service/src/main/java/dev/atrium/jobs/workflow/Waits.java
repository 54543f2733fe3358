package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Steps that wait. Meanwhile the instance is a few rows: it holds no thread and no memory.
///
/// @param longest how long one step may wait for a time or an event
/// @param subject on whose behalf the instance runs, and its children
record Waits(
        StepStore store,
        Results results,
        Load load,
        Starter starter,
        Control control,
        Duration longest,
        String subject) {

    /// When nothing is to be done that only something from outside can bring about.
    private static final Duration FOREVER = Duration.ofDays(3650);

    private static final String TAKEN = "another instance has the id that its child needs";

    /// What a step waits for, in the event's form.
    private record Payload(JsonNode payload, String sender) {}

    private sealed interface Found {
        record Result(StoredResult stored) implements Found {}

        record Failure(String reason) implements Found {}

        record Nothing() implements Found {}
    }

    @FunctionalInterface
    private interface Look {
        Found at(Connection connection) throws SQLException;
    }

    void sleep(Course.Visit visit, Duration duration) {
        sleepUntil(visit, now().plus(duration));
    }

    void sleepUntil(Course.Visit visit, Instant until) {
        if (visit.before() != null && visit.before().status() == StepStatus.WAITING && isOver(visit, until)) {
            store.complete(visit.name(), 1, StoredResult.NONE);
            return;
        }
        bound(visit, until);
        if (visit.before() == null && !isOver(visit, until) && store.sleep(visit, until)) {
            throw Halt.waiting();
        }
        await(visit, until, _ -> isOver(visit, until) ? new Found.Result(StoredResult.NONE) : new Found.Nothing());
    }

    <T> Optional<Signal<T>> event(Course.Visit visit, Class<T> as, Duration timeout) {
        Instant until = now().plus(timeout);
        bound(visit, until);
        String signal = await(visit, until, connection -> {
            Optional<SentEvent> kept = EventTable.find(connection, store.key(), visit.name());
            if (kept.isPresent()) {
                return received(kept.get(), as);
            }
            return isOver(visit, until) ? new Found.Result(StoredResult.NONE) : new Found.Nothing();
        });
        return signal == null ? Optional.empty() : Optional.of(signal(signal, as));
    }

    <T> T child(Course.Visit visit, String type, Object input, Class<T> as) {
        WorkflowKey child = childOf(store.key(), visit.name());
        String result = await(visit, null, connection -> {
            Start start = new Start(child, type, subject, input);
            Optional<String> refusal = visit.before() == null ? begin(connection, visit, start) : Optional.empty();
            return refusal.isPresent() ? new Found.Failure(refusal.get()) : ended(connection, child);
        });
        return Json.read(String.valueOf(result), as);
    }

    /// The id by which a step's child is found.
    static WorkflowKey childOf(WorkflowKey parent, String step) {
        String id = WorkflowKey.CHILD + parent.id() + "." + step;
        return new WorkflowKey(parent.tenant(), WorkflowKey.isId(id) ? id : WorkflowKey.CHILD + Ids.named(id));
    }

    private @Nullable String await(Course.Visit visit, @Nullable Instant until, Look look) {
        StepTable.Stored before = visit.before();
        if (before != null && before.status() == StepStatus.COMPLETE) {
            return read(before.result());
        }
        if (before != null && before.status() == StepStatus.FAILED) {
            throw new StepFailedException(visit.name(), String.valueOf(before.error()));
        }
        Found found = store.held(connection -> {
            if (before == null) {
                StepTable.open(connection, store.key(), visit, until, now());
            }
            Found there = look.at(connection);
            remember(connection, visit.name(), there, before == null ? until : before.nextAttemptAt());
            return there;
        });
        return switch (found) {
            case Found.Result result -> read(result.stored());
            case Found.Failure failure -> throw new StepFailedException(visit.name(), failure.reason());
            case Found.Nothing _ -> throw Halt.waiting();
        };
    }

    private @Nullable String read(StoredResult result) {
        try {
            return load.with(results.read(store.key().tenant(), result));
        } catch (StoreUnavailableException e) {
            throw Halt.fault(e);
        } catch (InterruptedException e) {
            throw Halt.until(now(), e);
        }
    }

    /// @param until when the waiting ends; null: only something else ends it
    private void remember(Connection connection, String name, Found found, @Nullable Instant until)
            throws SQLException {
        switch (found) {
            case Found.Result result -> store.complete(connection, name, 1, result.stored());
            case Found.Failure failure -> store.fail(connection, name, 1, failure.reason());
            case Found.Nothing _ -> store.suspend(connection, until == null ? now().plus(FOREVER) : until);
        }
    }

    private void bound(Course.Visit visit, Instant until) {
        if (visit.before() == null && until.isAfter(now().plus(longest))) {
            throw new NonRetryableException("it would wait for longer than " + longest);
        }
    }

    private boolean isOver(Course.Visit visit, Instant until) {
        Instant end = visit.before() == null
                ? until
                : Objects.requireNonNull(visit.before().nextAttemptAt());
        return !end.isAfter(now());
    }

    private static Found received(SentEvent kept, Class<?> as) {
        try {
            Json.read(kept.payload(), as);
            JsonNode payload = Json.read(kept.payload(), JsonNode.class);
            return new Found.Result(StoredResult.inline(Json.write(new Payload(payload, kept.sender()))));
        } catch (UncheckedIOException _) {
            return new Found.Failure("its event does not have the form that is expected");
        }
    }

    private static <T> Signal<T> signal(String json, Class<T> as) {
        try {
            Payload signal = Json.read(json, Payload.class);
            return new Signal<>(Json.MAPPER.treeToValue(signal.payload(), as), signal.sender());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return why the child cannot begin; empty if it has begun
    private Optional<String> begin(Connection connection, Course.Visit visit, Start start) throws SQLException {
        var parent = new WorkflowTable.Parent(store.key().id(), visit.name());
        return switch (starter.start(connection, start, parent)) {
            case Started.New _ -> Optional.empty();
            case Started.Before before -> {
                boolean ours = store.key().id().equals(before.instance().parent());
                WorkflowStatus status = before.instance().status();
                if (ours && (status == WorkflowStatus.FAILED || status == WorkflowStatus.CANCELLED)) {
                    control.command(connection, start.key(), new Command.Restart(null), subject);
                }
                yield ours ? Optional.empty() : Optional.of(TAKEN);
            }
            case Started.Conflict _ -> renew(connection, start, parent) ? Optional.empty() : Optional.of(TAKEN);
            case Started.Full full ->
                Optional.of("there are " + full.most() + " workflows of type " + start.type() + " that have not ended");
        };
    }

    /// Has the child that an earlier course of this instance has started begin anew, with what it is given
    /// now.
    ///
    /// @return false if it is somebody else's
    private boolean renew(Connection connection, Start start, WorkflowTable.Parent parent) throws SQLException {
        WorkflowView child = WorkflowTable.find(connection, start.key()).orElseThrow();
        if (!parent.id().equals(child.parent()) || !start.type().equals(child.type())) {
            return false;
        }
        if (!child.status().isFinal()) {
            control.command(connection, start.key(), new Command.Cancel(), subject);
        }
        WorkflowTable.giveInput(connection, start.key(), Json.write(start.input()));
        control.command(connection, start.key(), new Command.Restart(null), subject);
        return true;
    }

    private static Found ended(Connection connection, WorkflowKey key) throws SQLException {
        WorkflowView child = WorkflowTable.find(connection, key).orElseThrow();
        return switch (child.status()) {
            // One that is kept apart stays the child's: it is forgotten after its parent.
            case COMPLETE -> new Found.Result(WorkflowTable.result(connection, key));
            case FAILED -> new Found.Failure("its workflow failed: " + child.error());
            case CANCELLED -> new Found.Failure("its workflow was cancelled");
            case QUEUED, RUNNING, WAITING, PAUSING, PAUSED -> new Found.Nothing();
        };
    }

    private Instant now() {
        return store.clock().instant();
    }
}
