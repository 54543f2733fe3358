package dev.atrium.room.push;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Program;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;

/// A message that a transaction left for a room, as it stands in the table.
///
/// @param ripe whether so much time has passed that a room that is not there by now was not just created
record Pushed(long id, String tenant, String room, String sender, String content, String clientId, boolean ripe) {

    /// @throws IllegalArgumentException if there can be no such room; the message says why
    RoomKey key() {
        return RoomKey.parse(new TenantId(tenant), room)
                .orElseThrow(() -> new IllegalArgumentException("not the id of a room"));
    }

    Place place() {
        return new Place(tenant, room);
    }

    /// What it asks for, checked as the API does it.
    ///
    /// @throws IllegalArgumentException if nobody can ever do it; the message says why
    Command.Post command() {
        require("content", content, Text.CONTENT_MAX);
        require("client_id", clientId, Text.CLIENT_ID_MAX);
        return new Command.Post(
                new Program(sender).actor(), Ids.next().toString(), content, clientId, null, Novelty.EVER);
    }

    private static void require(String what, String text, int max) {
        Text.fault(text, max).ifPresent(fault -> {
            throw new IllegalArgumentException(what + " " + fault);
        });
    }
}
