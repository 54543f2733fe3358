package dev.atrium.room.chat;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names a room. The tenant is part of the name: by its id alone a room is never found (GW-8).
///
/// @param room the id: a UUID in its canonical lower-case form
public record RoomKey(TenantId tenant, String room) {

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public static RoomKey of(RoomEvent event) {
        return new RoomKey(event.tenant(), event.room());
    }

    /// @return empty if the text cannot be a room's id
    public static Optional<RoomKey> parse(TenantId tenant, String text) {
        return parseId(text).map(_ -> new RoomKey(tenant, text));
    }

    /// @return empty if the text cannot be a room's id
    public static Optional<UUID> parseId(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    public UUID uuid() {
        return UUID.fromString(room);
    }
}
