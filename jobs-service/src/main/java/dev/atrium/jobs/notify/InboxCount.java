package dev.atrium.jobs.notify;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import org.jspecify.annotations.Nullable;

/// How much there is in an inbox, without what is archived.
///
/// @param unseen items with something that was not seen, at most 1,000
/// @param unread items with something that was not read, at most 1,000
/// @param revision grows with each change of the inbox: of two counts the one with the higher revision is the newer
/// @param cursor of the newest item, for "all up to here"; null: nothing was ever there
public record InboxCount(
        int unseen,
        int unread,
        long revision,
        @JsonProperty("cursor") @Nullable String cursor) {

    /// Of an inbox that nothing came to yet.
    static final InboxCount EMPTY = new InboxCount(0, 0, 0, null);

    static InboxCount of(int unseen, int unread, long revision, long sequence) {
        return new InboxCount(
                unseen, unread, revision, sequence == 0 ? null : PageRequest.cursor(Long.toString(sequence)));
    }

    /// The same count at an earlier revision: who is told of it hears of the later one, too.
    ///
    /// @param back how many revisions before
    InboxCount before(long back) {
        return new InboxCount(unseen, unread, revision - back, cursor);
    }

    /// @param arrival null if only the state of items has changed
    Event.InboxChanged event(TenantId tenant, String recipient, Event.InboxChanged.@Nullable Arrival arrival) {
        return new Event.InboxChanged(tenant, recipient, revision, unseen, unread, arrival);
    }
}
