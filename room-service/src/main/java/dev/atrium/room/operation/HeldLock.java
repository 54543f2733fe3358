package dev.atrium.room.operation;

import dev.atrium.platform.identity.Actor;

/// A lock that somebody holds now.
///
/// @param token of the grant
/// @param expiresAt when the lease ends, in milliseconds since the epoch
public record HeldLock(String name, Actor holder, long token, long expiresAt) {

    boolean isHeldBy(Actor actor) {
        return holder.subject().equals(actor.subject());
    }

    /// What others may know: a token is the holder's own.
    HeldBy heldBy() {
        return new HeldBy(name, holder, expiresAt);
    }

    record HeldBy(String name, Actor holder, long expiresAt) {}
}
