package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Format;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An export as the API shows it.
///
/// @param status that of the workflow, or `expired` when its files are gone
/// @param progress 0 to 100
/// @param activity what is done now: `waiting`, `collecting`, `rendering <format>`, `done`
/// @param room absent if files were exported
/// @param endedAt absent while it goes on
/// @param expiresAt when its files are deleted
/// @param error why it failed; absent if it did not
/// @param workflow by which it is paused, resumed, cancelled and watched
/// @param files absent until it is complete, and when they are gone
public record ExportView(
        String id,
        String status,
        int progress,
        String activity,
        String title,
        @Nullable String room,
        List<Format> formats,
        Instant createdAt,
        @Nullable Instant endedAt,
        Instant expiresAt,
        @Nullable String error,
        String workflow,
        @Nullable List<Result> files) {

    public ExportView {
        formats = List.copyOf(formats);
        files = files == null ? null : List.copyOf(files);
    }

    /// A document: a private file of who asked for it.
    ///
    /// @param content where its bytes are
    public record Result(
            Format format, String fileId, String name, String type, long sizeBytes, String sha256, String content) {}

    ExportView with(List<Result> results) {
        return new ExportView(
                id, status, progress, activity, title, room, formats, createdAt, endedAt, expiresAt, error, workflow,
                results);
    }
}
