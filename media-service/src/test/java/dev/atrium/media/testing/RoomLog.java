package dev.atrium.media.testing;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.TestRoomLog;
import dev.atrium.platform.testing.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Makes rooms as room-service does: when a call returns, the log has them.
public final class RoomLog {

    private static final TestRoomLog LOG = new TestRoomLog(TestTopics.ofService());

    private RoomLog() {}

    /// Creates a room; returns its id once the service knows it.
    public static String create(Caller owner, RoomEvent.Visibility visibility) {
        String room = newId();
        create(room, owner, visibility);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Rows.hasRoom(owner.tenant().value(), room));
        return room;
    }

    public static void create(String room, Caller owner, RoomEvent.Visibility visibility) {
        LOG.write(created(room, owner, visibility));
    }

    /// A node that lost the shard of the room long ago tries to create it: nobody must believe that.
    public static void createAsDeposedOwner(String room, Caller owner, RoomEvent.Visibility visibility) {
        LOG.write(created(room, owner, visibility), new TestRoomLog.Owner(0, 0));
    }

    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /// An id whose room lies in the same shard as the other.
    public static String newIdBeside(String room) {
        String id = newId();
        while (LOG.shard(id) != LOG.shard(room)) {
            id = newId();
        }
        return id;
    }

    private static RoomEvent.RoomCreated created(String room, Caller owner, RoomEvent.Visibility visibility) {
        return new RoomEvent.RoomCreated(
                owner.tenant(), room, 1, Instant.now(), "a room", RoomEvent.Kind.CHAT, visibility, owner.actor());
    }
}
