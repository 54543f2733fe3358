package dev.atrium.jobs.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What concerns one thing, as its recipient sees it; the texts are those of the newest notification.
///
/// @param title for several unread ones that of the group, for example `3 new replies`
/// @param link where it leads; null: nowhere
/// @param data a JSON object for programs; null: none
/// @param topic by what it can be muted; null: it cannot
/// @param actor who caused the newest notification; null: nobody
/// @param count how many of its notifications are unread, at most 100
/// @param createdAt when the newest notification came
/// @param cursor for "all up to this one"
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InboxItem(
        UUID id,
        Category category,
        String title,
        @Nullable String body,
        @Nullable String link,

        @JsonRawValue @Schema(implementation = JsonNode.class) @Nullable
        String data,

        @Nullable String topic,
        @Nullable Actor actor,
        int count,
        boolean seen,
        boolean read,
        boolean archived,
        Instant createdAt,
        String cursor) {

    private static final String COUNT = "{count}";

    /// @param groupTitle null: there is none
    static String title(String title, @Nullable String groupTitle, int count) {
        return groupTitle == null || count < 2 ? title : groupTitle.replace(COUNT, Integer.toString(count));
    }
}
