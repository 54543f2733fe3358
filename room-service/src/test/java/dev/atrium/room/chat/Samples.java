package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rooms and messages for tests.
public final class Samples {

    /// Nothing was sent with an id.
    public static final SentIds NO_IDS = new SentIds(Instant.EPOCH, Instant.EPOCH, List.of());

    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    public static final RoomKey ROOM = new RoomKey(new TenantId("acme"), "0198c2f0-0000-7000-8000-000000000001");
    public static final Actor ADA = new Actor("user:ada", "Ada");
    public static final Actor BOB = new Actor("user:bob", "Bob");

    private Samples() {}

    public static RoomCreated created(Visibility visibility) {
        return new RoomCreated(ROOM.tenant(), ROOM.room(), 1, NOW, "Lobby", Kind.CHAT, visibility, ADA);
    }

    public static MessagePosted message(long sequence, Actor sender, @Nullable String clientId) {
        return new MessagePosted(
                ROOM.tenant(),
                ROOM.room(),
                sequence,
                NOW,
                "00000000-0000-7000-8000-%012d".formatted(sequence),
                sender,
                "message " + sequence,
                clientId,
                null);
    }

    public static MessagePosted message(long sequence) {
        return message(sequence, ADA, "c-" + sequence);
    }

    public static Command.Post post(Actor author, @Nullable String clientId) {
        return new Command.Post(author, "00000000-0000-7000-8000-000000000000", "hello", clientId, null, Novelty.EVER);
    }

    /// A room that was created and has messages up to a sequence number, all of them stored.
    public static Room room(Visibility visibility, long sequence) {
        Room room = Room.absent(ROOM);
        room.apply(created(visibility));
        for (long i = 2; i <= sequence; i++) {
            room.apply(message(i));
        }
        room.stored(sequence);
        return room;
    }

    /// A stored room.
    ///
    /// @param newest its newest messages, to which nothing has happened
    public static RoomSnapshot snapshot(long sequence, List<MessagePosted> newest, boolean complete) {
        return new RoomSnapshot(
                created(Visibility.PUBLIC),
                sequence,
                newest.stream().map(Message::of).toList(),
                complete);
    }

    /// The event of a decision to append.
    public static RoomEvent appended(Decision decision) {
        if (decision instanceof Decision.Append append) {
            return append.event();
        }
        throw new AssertionError("not appended: " + decision);
    }
}
