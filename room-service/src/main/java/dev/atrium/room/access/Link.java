package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.LinkMade;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// By a link one becomes a member who knows its secret.
///
/// @param tokenHash of the secret, as [ShareToken#hash] makes it
/// @param by who made it
/// @param expiresAt null if it does not expire
/// @param maxUses how many may use it; null if that does not matter
/// @param uses how many did
public record Link(
        String id,
        String tokenHash,
        Role role,
        Actor by,
        Instant at,
        @Nullable Instant expiresAt,
        @Nullable Integer maxUses,
        int uses) {

    static Link of(LinkMade event) {
        return new Link(
                event.link(),
                event.tokenHash(),
                event.role(),
                event.by(),
                event.at(),
                event.expiresAt(),
                event.maxUses(),
                0);
    }

    Link used(int times) {
        return new Link(id, tokenHash, role, by, at, expiresAt, maxUses, times);
    }

    /// Whether the wish would make it.
    boolean isAs(Wish.MakeLink wish) {
        return role == wish.role()
                && Objects.equals(expiresAt, wish.expiresAt())
                && Objects.equals(maxUses, wish.maxUses());
    }

    /// Whether one can still join by it.
    boolean isOpen(Instant now) {
        return (expiresAt == null || now.isBefore(expiresAt)) && (maxUses == null || uses < maxUses);
    }
}
