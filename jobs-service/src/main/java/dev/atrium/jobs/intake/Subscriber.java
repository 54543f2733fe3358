package dev.atrium.jobs.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.EventType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// A feature that gives events their effect, by [Intake]. Every bean of this type is found when a dead
/// letter is replayed.
public interface Subscriber {

    /// Never changes, because the inbox is kept under it.
    String consumer();

    /// Other types are skipped.
    Set<EventType> wanted();

    /// Those of the wanted types that tell how their subject is from then on, so that an older one must
    /// have no effect behind a newer one. Kafka keeps their order; what is replayed later is compared
    /// with the time of the last.
    default Set<EventType> states() {
        return Set.of();
    }

    /// What the events of a transaction need together, before the first of them is applied: locks, in an order that
    /// all keep. The transaction sees no tenant yet.
    default void prepare(Connection connection, List<Event> events) throws SQLException {}

    /// What an event does. Runs in a transaction that sees the event's tenant, and in the event's trace.
    ///
    /// @throws UnusableEventException if the event is well-formed but nothing can be made of it
    void apply(Connection connection, CloudEvent event) throws SQLException;

    /// Called after effects are committed: has what they added start at once.
    default void applied() {}
}
