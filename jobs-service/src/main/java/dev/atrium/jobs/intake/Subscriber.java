package dev.atrium.jobs.intake;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.EventType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// A feature that gives events their effect, by [Intake]. Every bean of this type is found when a dead
/// letter is replayed.
public interface Subscriber {

    /// Never changes, because the inbox is kept under it.
    String consumer();

    /// Other types are skipped.
    Set<EventType> wanted();

    /// What an event does. Runs in a transaction that sees the event's tenant, and in the event's trace.
    ///
    /// @throws UnusableEventException if the event is well-formed but nothing can be made of it
    void apply(Connection connection, CloudEvent event) throws SQLException;

    /// Called after effects are committed: has what they added start at once.
    default void applied() {}
}
