package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Format;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is exported, and on whose behalf.
///
/// @param room id of a room; null: `files` are exported
/// @param files ids of files; empty where `room` is given
/// @param formats at least one, each once
/// @param title null: that of the room
/// @param language a BCP 47 tag
/// @param since only messages of this time or later; null: from the first
/// @param until only messages before this time; null: to the last
public record ExportInput(
        UUID export,
        String subject,
        String handle,
        @Nullable String room,
        List<String> files,
        List<Format> formats,
        @Nullable String title,
        String language,
        @Nullable Instant since,
        @Nullable Instant until) {

    public ExportInput {
        files = List.copyOf(files);
        formats = List.copyOf(formats);
    }

    /// The principal whose rights are asked.
    Caller caller(TenantId tenant, String... scopes) {
        return new Caller(subject, tenant, handle, Set.of(), Set.of(scopes));
    }

    boolean showsPictures() {
        return formats.stream().anyMatch(Format::showsPictures);
    }

    boolean isComplete() {
        return formats.stream().anyMatch(Format::isComplete);
    }
}
