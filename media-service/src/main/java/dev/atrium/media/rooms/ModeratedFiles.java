package dev.atrium.media.rooms;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.roomlog.RoomEvent.MessageChange;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Keeps the table `moderated_file`: by messages, which file the moderation took out of sight with each, or showed
/// again. A message that is deleted changes nothing: what was visible stays, and what was hidden must not come back by
/// its sender's deleting the message.
final class ModeratedFiles {

    private static final String PUT = "insert into moderated_file (tenant, room, message, file, hidden, changed)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (tenant, room, message) do update set hidden = excluded.hidden,"
            + " changed = excluded.changed where moderated_file.changed < excluded.changed";

    /// @param file an id as ours are
    private record Decision(MessageChange change, UUID file, boolean hidden) {}

    private ModeratedFiles() {}

    /// Whether the event says anything about a file.
    static boolean concerns(MessageChange change) {
        return decision(change).isPresent();
    }

    static void apply(Connection connection, MessageChange change) throws SQLException {
        Optional<Decision> decision = decision(change);
        if (decision.isPresent()) {
            put(connection, decision.get());
        }
    }

    private static Optional<Decision> decision(MessageChange change) {
        return switch (change) {
            case RoomEvent.MessageHidden hidden -> decision(hidden, hidden.original(), true);
            case RoomEvent.MessageShown shown -> decision(shown, shown.original(), false);
            case RoomEvent.MessageEdited _, RoomEvent.MessageDeleted _, RoomEvent.MessageReacted _ -> Optional.empty();
        };
    }

    /// Attachments of restored messages may name anything.
    private static Optional<Decision> decision(MessageChange change, RoomEvent.Original original, boolean hidden) {
        return Optional.ofNullable(original.attachment())
                .map(Attachment::fileId)
                .flatMap(Ids::parse)
                .map(file -> new Decision(change, file, hidden));
    }

    private static void put(Connection connection, Decision decision) throws SQLException {
        MessageChange change = decision.change();
        Sql.update(
                connection,
                PUT,
                change.tenant().value(),
                change.room(),
                change.message(),
                decision.file(),
                decision.hidden(),
                change.sequence());
    }
}
