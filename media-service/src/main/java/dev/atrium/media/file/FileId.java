package dev.atrium.media.file;

import java.util.UUID;

/// Ids of files as text.
public final class FileId {

    /// Greater than every id, in the order in which PostgreSQL sorts them.
    static final UUID LAST = new UUID(-1L, -1L);

    private FileId() {}
}
