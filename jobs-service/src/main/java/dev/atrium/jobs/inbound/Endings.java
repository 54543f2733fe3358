package dev.atrium.jobs.inbound;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.event.Event.WebhookHandled;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes down how deliveries ended, and tells it the source's maker, as far as they want that: what came
/// where nothing is done about it, and what had no effect.
@ApplicationScoped
class Endings {

    private final Notifier notifier;
    private final JobQueue queue;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Endings(Notifier notifier, JobQueue queue, MeterRegistry metrics, InstantSource clock) {
        this.notifier = notifier;
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// In the connection's transaction, which sees the tenant.
    ///
    /// @param end for good
    /// @return false if its state is another by now, or it was replayed meanwhile: then nothing was done
    boolean write(Connection connection, Received received, End end) throws SQLException {
        return switch (end) {
            case End.Done done -> write(connection, received, ReceivedState.DONE, done.note());
            case End.Failed failed -> write(connection, received, ReceivedState.FAILED, failed.reason());
            case End.Later later -> throw new IllegalArgumentException("not an end: " + later);
        };
    }

    private boolean write(Connection connection, Received received, ReceivedState state, @Nullable String note)
            throws SQLException {
        boolean written = end(connection, received, state, note);
        if (written && (state == ReceivedState.FAILED || !received.errand().isAny())) {
            notifier.add(connection, received.tenant(), notification(received, state, note));
        }
        return written;
    }

    /// As [#write] with a failure, in a transaction that may hold no inbox: a job tells the maker. Wake
    /// its class after the commit.
    ///
    /// @param notice the maker is told once for each
    void fail(Connection connection, Received received, String reason, String notice) throws SQLException {
        if (end(connection, received, ReceivedState.FAILED, reason)) {
            queue.add(
                    connection,
                    FailureNotice.TYPE,
                    received.tenant(),
                    notice,
                    received.errand().maker(),
                    Json.write(new FailureNotice.Failure(received.id(), reason)));
        }
    }

    /// Writes down what the gateway has made of a delivery that is its own to apply. What had no effect may
    /// have it later; what has had it keeps it.
    ///
    /// @param received as it is
    void write(Connection connection, Received received, WebhookHandled handled) throws SQLException {
        if (received.replays() != handled.replay() || received.state() == ReceivedState.DONE) {
            return;
        }
        if (handled.failed()) {
            String reason = Objects.requireNonNullElse(handled.note(), "it had no effect");
            fail(connection, received, reason, received.time());
        } else {
            end(connection, received, ReceivedState.DONE, handled.note());
        }
    }

    private boolean end(Connection connection, Received received, ReceivedState state, @Nullable String note)
            throws SQLException {
        metrics.counter("atrium.inbound.errands", "outcome", state.label()).increment();
        return ReceivedTable.end(connection, received, state, note, clock.instant());
    }

    static Notification notification(Received received, ReceivedState state, @Nullable String note) {
        String name = received.errand().name();
        String kind = received.kind() == null ? "" : ": " + received.kind();
        boolean failed = state == ReceivedState.FAILED;
        String title = (failed ? "A webhook had no effect, from " : "A webhook from ") + name + kind;
        String several = failed ? " webhooks had no effect, from " : " webhooks from ";
        String source = "webhook-source:" + received.source();
        return Notification.of(received.time(), received.errand().maker(), Category.WEBHOOK, title)
                .withBody(failed ? note : null)
                .withData(Json.write(Map.of("source", received.source(), "delivery", received.id())))
                .inGroup(source + ":" + state.label(), "{count}" + several + name.replace("{", "("))
                .about(source);
    }
}
