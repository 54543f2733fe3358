package dev.atrium.jobs.webhook;

import dev.atrium.jobs.rooms.Rooms;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may know of an event.
///
/// @param owner subject whom the thing belongs to that the event is about; null if it is a room's alone
/// @param room the room that it happened in, or whose thing it is about; null if it has to do with no
///     room
/// @param publicRead whether everybody of the tenant may read the thing; says nothing about what is in
///     a room
record Audience(@Nullable String owner, @Nullable String room, boolean publicRead) {

    /// Whether the subject may know of it now. In an organisation that is who may read the thing. In
    /// the commons, where those are who have nothing to do with each other, it is only whom it belongs
    /// to, and the owners of the room.
    boolean has(Connection connection, TenantId tenant, String subject, Instant now) throws SQLException {
        if (tenant.equals(TenantId.COMMONS)) {
            return subject.equals(owner) || (room != null && Rooms.isOwner(connection, tenant, room, subject, now));
        }
        return room == null
                ? publicRead || subject.equals(owner)
                : Rooms.mayRead(connection, tenant, room, subject, now);
    }

    /// In the commons, all who can be among it.
    Set<String> inCommons(Connection connection) throws SQLException {
        Set<String> subjects = new HashSet<>();
        if (owner != null) {
            subjects.add(owner);
        }
        if (room != null) {
            subjects.addAll(Rooms.owners(connection, TenantId.COMMONS, room));
        }
        return subjects;
    }
}
