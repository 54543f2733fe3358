package dev.atrium.jobs.inbound;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes down how deliveries ended, and tells it the source's maker, as far as they want that: what came
/// where nothing is done about it, and what had no effect.
@ApplicationScoped
class Endings {

    private final Notifier notifier;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Endings(Notifier notifier, MeterRegistry metrics, InstantSource clock) {
        this.notifier = notifier;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// In the connection's transaction, which sees the tenant.
    ///
    /// @param end for good
    /// @return false if it has ended already, or was replayed meanwhile: then nothing was done
    boolean write(Connection connection, Received received, End end) throws SQLException {
        return switch (end) {
            case End.Done done -> write(connection, received, ReceivedState.DONE, done.note());
            case End.Failed failed -> write(connection, received, ReceivedState.FAILED, failed.reason());
            case End.Later later -> throw new IllegalArgumentException("not an end: " + later);
        };
    }

    private boolean write(Connection connection, Received received, ReceivedState state, @Nullable String note)
            throws SQLException {
        boolean written = ReceivedTable.end(connection, received, state, note, clock.instant());
        if (written && (state == ReceivedState.FAILED || !received.errand().isAny())) {
            notifier.add(connection, received.tenant(), notification(received, state, note));
        }
        metrics.counter("atrium.inbound.errands", "outcome", state.label()).increment();
        return written;
    }

    private static Notification notification(Received received, ReceivedState state, @Nullable String note) {
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
