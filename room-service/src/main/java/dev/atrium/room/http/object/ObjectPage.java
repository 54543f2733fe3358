package dev.atrium.room.http.object;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.room.checkpoint.ObjectStore;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.operation.RoomObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a room's objects.
///
/// @param items by path; fewer than were asked for where they are large
/// @param sequence as of which they are: give it back as `at` to get all pages of one moment, and as `after` to a
///     socket to get what happened since
/// @param nextCursor give it back as `cursor` for the next page; null on the last one
@JsonInclude(JsonInclude.Include.NON_NULL)
record ObjectPage(
        List<ObjectView> items, long sequence, @Nullable String nextCursor) {

    /// A page ends with the object that makes it longer than this.
    private static final int TEXT_MAX = 1 << 20;

    /// @param found one more than the limit if there are more
    static ObjectPage of(List<RoomObject> found, int limit, long sequence) {
        return of(found, limit, sequence, null);
    }

    static ObjectPage of(ObjectStore.Past past, int limit, long sequence) {
        return of(past.objects(), limit, sequence, past.scannedTo());
    }

    private static ObjectPage of(List<RoomObject> found, int limit, long sequence, @Nullable String otherwise) {
        int taken = 0;
        int text = 0;
        while (taken < Math.min(found.size(), limit) && text < TEXT_MAX) {
            String json = found.get(taken).json();
            text += json == null ? 0 : json.length();
            taken++;
        }
        String goOn = taken < found.size() ? found.get(taken - 1).path() : otherwise;
        return new ObjectPage(
                found.subList(0, taken).stream().map(ObjectView::of).toList(),
                sequence,
                goOn == null ? null : PageRequest.cursor(goOn));
    }
}
