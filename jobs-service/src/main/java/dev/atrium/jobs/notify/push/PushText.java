package dev.atrium.jobs.notify.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.delivery.Due;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a device is told: JSON for the page's service worker.
///
/// @param body at most 400 characters; null: none
/// @param link where it leads, if that has at most 500 characters: all of it must fit into 4 KiB. Null: nowhere
/// @param item id of the item of the inbox; a good `tag`
/// @param more how many others there are
@JsonInclude(JsonInclude.Include.NON_NULL)
record PushText(
        String title, @Nullable String body, @Nullable String link, Category category, String item, int more) {

    private static final int MAX_BODY = 400;
    private static final int MAX_LINK = 500;

    /// The newest of them.
    ///
    /// @param due the oldest first, at least one
    static PushText of(List<Due> due) {
        Due newest = due.getLast();
        String body = newest.body();
        return new PushText(
                newest.title(),
                body == null || body.length() <= MAX_BODY ? body : body.substring(0, MAX_BODY - 1) + "…",
                newest.link() == null || newest.link().length() > MAX_LINK ? null : newest.link(),
                newest.category(),
                newest.item().toString(),
                due.size() - 1);
    }
}
