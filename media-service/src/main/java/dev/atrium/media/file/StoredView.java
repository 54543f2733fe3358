package dev.atrium.media.file;

import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file as a backup keeps it.
///
/// @param room null if it belongs to its owner alone
/// @param publicRead whether everybody of the tenant may read it; false for a file of a room
public record StoredView(
        String id,
        String name,
        String type,
        long sizeBytes,
        String sha256,
        @Nullable String room,
        boolean publicRead,
        Actor owner,
        Instant createdAt) {

    static StoredView of(StoredFile file) {
        return new StoredView(
                file.id.toString(),
                file.name,
                file.type,
                file.sizeBytes,
                file.sha256,
                file.room,
                file.publicRead,
                new Actor(file.ownerSubject, file.ownerHandle),
                file.createdAt);
    }
}
