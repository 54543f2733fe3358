package dev.atrium.gateway.user;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user.
///
/// @param email empty: it was deactivated so long ago that it is forgotten who it was
/// @param name empty then, too
/// @param externalId id at the identity provider that keeps the user, which is the subject of its
///     access tokens; absent: no provider does
/// @param deactivatedAt absent: it is active
public record User(
        UUID id,
        String email,
        String name,
        @Nullable String externalId,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant deactivatedAt) {

    static User of(UserRow row) {
        return new User(row.id, row.email, row.name, row.externalId, row.createdAt, row.updatedAt, row.deactivatedAt);
    }
}
