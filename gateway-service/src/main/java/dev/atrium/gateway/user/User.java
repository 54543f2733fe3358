package dev.atrium.gateway.user;

import java.time.Instant;
import java.util.UUID;

/// A user.
public record User(UUID id, String email, String name, Instant createdAt) {

    static User of(UserRow row) {
        return new User(row.id, row.email, row.name, row.createdAt);
    }
}
