package dev.atrium.room.shard;

import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Room;
import dev.atrium.room.fanout.Fanout;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A look at a room, between two things that happen in it. One of its methods is called, once; must not block.
public interface Visit {

    /// Called on the shard's event loop, with a room that exists; may join its listeners.
    void enter(Room room, Fanout fanout);

    /// The room does not exist, or nothing can be said about it here and now. Called as [Reply] is.
    void refused(Decision.Refused reason);

    /// A visit that does one of two things.
    static Visit of(BiConsumer<Room, Fanout> enter, Consumer<Decision.Refused> refused) {
        return new Visit() {
            @Override
            public void enter(Room room, Fanout fanout) {
                enter.accept(room, fanout);
            }

            @Override
            public void refused(Decision.Refused reason) {
                refused.accept(reason);
            }
        };
    }
}
