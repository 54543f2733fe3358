package dev.atrium.room.http.personal;

import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.room.chat.Draft;
import java.time.Instant;
import java.util.List;

/// A draft as its author sees it.
///
/// @param content empty if there is none any more
/// @param sequence the room's sequence number at which it was saved
record DraftView(String key, String content, Instant savedAt, long sequence) {

    /// The caller's drafts in a room.
    ///
    /// @param items newest first
    record Drafts(List<DraftView> items) {

        static Drafts of(List<Draft> drafts) {
            return new Drafts(drafts.stream().map(DraftView::of).toList());
        }
    }

    static DraftView of(Draft draft) {
        return new DraftView(draft.key(), draft.content(), draft.savedAt(), draft.sequence());
    }

    static DraftView of(DraftSaved saved) {
        return new DraftView(saved.key(), saved.content(), saved.at(), saved.sequence());
    }
}
