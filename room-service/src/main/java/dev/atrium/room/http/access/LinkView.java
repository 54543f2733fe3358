package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.Link;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A link by which one becomes a member.
///
/// @param expiresAt absent if it does not end by itself
/// @param maxUses absent if any number may use it
/// @param uses how many did
/// @param token what those need who use it; told only once, to whom made the link
record LinkView(
        String id,
        Role role,
        Actor by,
        Instant at,
        @Nullable Instant expiresAt,
        @Nullable Integer maxUses,
        int uses,
        @Nullable String token) {

    static LinkView of(Link link, @Nullable String token) {
        return new LinkView(
                link.id(), link.role(), link.by(), link.at(), link.expiresAt(), link.maxUses(), link.uses(), token);
    }
}
