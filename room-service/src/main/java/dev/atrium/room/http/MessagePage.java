package dev.atrium.room.http;

import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.MessageView;
import java.util.List;

/// A page of a room's messages.
///
/// @param items ascending by sequence number
/// @param hasMore whether there are more in the direction that was asked for
record MessagePage(List<MessageView> items, boolean hasMore) {

    static MessagePage of(Excerpt.Messages messages) {
        return new MessagePage(messages.messages().stream().map(MessageView::of).toList(), messages.hasMore());
    }
}
