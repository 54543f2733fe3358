package dev.atrium.room.checkpoint;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Marker;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Read markers as they are stored.
@ComponentTest
final class MarkerRowsTest {

    @Inject
    Checkpoint checkpoint;

    @Inject
    RoomStore store;

    @Inject
    UnreadStore unread;

    private final RoomKey room =
            new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());

    @Test
    void markersOnlyGoForwardHoweverOftenTheyAreWritten() {
        List<RoomEvent> events = List.of(
                new RoomCreated(room.tenant(), room.room(), 1, NOW, "Lobby", Kind.CHAT, Visibility.PUBLIC, ADA),
                moved(2, Map.of(ADA.subject(), 1L)),
                moved(3, Map.of(ADA.subject(), 2L, BOB.subject(), 2L)),
                moved(4, Map.of(BOB.subject(), 1L)));
        write(events);

        write(events);
        write(events.subList(1, 2));
        write(events.subList(3, 4));

        RoomSnapshot snapshot = get(store.load(room)).orElseThrow();
        assertEquals(List.of(new Marker(ADA.subject(), 2), new Marker(BOB.subject(), 2)), snapshot.markers());
        assertEquals(Optional.of(new Unread(room.room(), 0, 0, 4, 2)), get(unread.inRoom(room, BOB, 0)));
        assertEquals(Optional.of(new Unread(room.room(), 0, 0, 4, 3)), get(unread.inRoom(room, BOB, 3)));
    }

    @Test
    void aTenantSeesItsOwnRowsOnly() {
        write(List.of(
                new RoomCreated(room.tenant(), room.room(), 1, NOW, "Lobby", Kind.CHAT, Visibility.PUBLIC, ADA),
                moved(2, Map.of(ADA.subject(), 1L))));

        RoomKey seenByOther = new RoomKey(new TenantId(Api.newTenant()), room.room());
        assertEquals(Optional.empty(), get(unread.inRoom(seenByOther, ADA, 0)));
        assertEquals(List.of(), get(unread.ofAll(seenByOther.tenant(), ADA, null, 10)));
        assertEquals(1, get(unread.ofAll(room.tenant(), ADA, null, 10)).size());
    }

    private MarkersMoved moved(long sequence, Map<String, Long> readUpTo) {
        return new MarkersMoved(room.tenant(), room.room(), sequence, NOW, readUpTo);
    }

    private void write(List<RoomEvent> events) {
        get(checkpoint.write(events));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Patience.USUAL);
    }
}
