package dev.atrium.room.push;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Program;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import java.util.Optional;
import java.util.Set;

/// What a transaction left for a room, as it stands in the table.
///
/// @param ripe whether so much time has passed that what a room refuses by now is not for a node's being behind
record Pushed(long id, String tenant, String room, String sender, String clientId, Wanted wanted, boolean ripe) {

    /// Under these the suite itself acts in rooms and elsewhere.
    static final Set<String> RESERVED = Set.of(
            "atrium",
            "backup",
            "dissolution",
            "expiry",
            "lobby",
            "moderation",
            "plan",
            "restore",
            "teams",
            "warm-up",
            "webhook");

    /// @throws IllegalArgumentException if there can be no such room; the message says why
    RoomKey key() {
        return RoomKey.parse(new TenantId(tenant), room)
                .orElseThrow(() -> new IllegalArgumentException("not the id of a room"));
    }

    Place place() {
        return new Place(tenant, room);
    }

    /// What it asks for, checked as the API does it; empty if only a newer version of the suite can do it.
    ///
    /// @throws IllegalArgumentException if nobody can ever do it; the message says why
    Optional<Command> command() {
        Text.fault(clientId, Text.CLIENT_ID_MAX).ifPresent(fault -> {
            throw new IllegalArgumentException("client_id " + fault);
        });
        if (RESERVED.contains(sender)) {
            throw new IllegalArgumentException("sender is a name of the suite itself");
        }
        Actor author = new Program(sender).actor();
        return wanted.by(author, clientId);
    }
}
