package dev.atrium.media.file;

import dev.atrium.media.rooms.Room;
import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file as the API shows it (MD-3).
///
/// @param type sniffed from the bytes, whatever the client said
/// @param roomId null if the file belongs to its owner alone
/// @param visibility `public` or `private`; for a file of a room, that of the room
/// @param thumbnail null until known; while the file is processed again, of what there was before
/// @param preview as of the thumbnail
/// @param text as of the thumbnail
/// @param failure why nothing could be derived; null unless the status is `failed`
public record FileView(
        String id,
        String name,
        String type,
        long sizeBytes,
        String sha256,
        FileStatus status,
        @Nullable String roomId,
        String visibility,
        Actor owner,
        Instant createdAt,
        @Nullable Boolean thumbnail,
        @Nullable Boolean preview,
        @Nullable Boolean text,
        @Nullable String failure) {

    /// @param room the file's room; null if it belongs to none, or to one that is not known
    public static FileView of(StoredFile file, @Nullable Room room) {
        boolean settled = file.status != FileStatus.PROCESSING;
        return new FileView(
                file.id.toString(),
                file.name,
                file.type,
                file.sizeBytes,
                file.sha256,
                file.status,
                file.room,
                file.publicRead || (room != null && room.publicRead()) ? "public" : "private",
                new Actor(file.ownerSubject, file.ownerHandle),
                file.createdAt,
                isThere(file.thumbnailBytes, settled),
                isThere(file.previewBytes, settled),
                isThere(file.textBytes, settled),
                file.failure);
    }

    private static @Nullable Boolean isThere(@Nullable Long bytes, boolean settled) {
        return bytes != null ? Boolean.TRUE : settled ? Boolean.FALSE : null;
    }
}
