package dev.atrium.room.shard;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardLog;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoringTest {

    private static final Limits LIMITS =
            new Limits(10, 100, 1_000_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10));

    private final Shard shard =
            new Shard(new ShardLog(Position.START, "me", () -> "attempt", () -> NOW), Position.START, LIMITS);
    private final List<Integer> written = new ArrayList<>();
    private final ArrayDeque<Runnable> atOnce = new ArrayDeque<>();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final Storing storing = new Storing(0, shard, this::write, this::later, () -> {});
    private long offset;

    @Test
    void theBusierTheStoreIsTheMoreSeldomItIsWrittenTo() {
        assertEquals(Duration.ofMillis(50), Storing.interval(Duration.ofMillis(2)));
        assertEquals(Duration.ofMillis(150), Storing.interval(Duration.ofMillis(30)));
        assertEquals(Duration.ofMillis(500), Storing.interval(Duration.ofSeconds(14)));
    }

    /// A shard that is given up waits for it, and nobody serves its rooms meanwhile.
    @Test
    void aWriteThatIsPutOffIsDoneAtOnceForWhoeverWaitsForIt() {
        perform(shard.open());
        aRoomIsMade(1);
        storing.storeSoon();
        settle();
        aRoomIsMade(2);
        storing.storeSoon();
        assertEquals(List.of(1), written);

        storing.whenStored(() -> told.add("stored"));
        settle();

        assertEquals(List.of(1, 1), written);
        assertEquals(List.of("stored"), told);
        timers.forEach(Runnable::run);
        settle();
        assertEquals(List.of(1, 1), written);
    }

    private Uni<Void> write(List<RoomEvent> batch) {
        written.add(batch.size());
        return Uni.createFrom().voidItem();
    }

    private void later(Duration delay, Runnable task) {
        (delay.isZero() ? atOnce : timers).add(task);
    }

    private void settle() {
        while (!atOnce.isEmpty()) {
            atOnce.remove().run();
        }
    }

    private void aRoomIsMade(int number) {
        RoomKey key = new RoomKey(ROOM.tenant(), "0198c0de-0000-7000-8000-%012d".formatted(number));
        Command.Create create = new Command.Create(ADA, "Harbour", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC);
        perform(shard.submit(key, new Request.Submit(create, null, _ -> {}), NOW));
    }

    /// The log takes everything, and is read.
    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            if (output instanceof Output.Produce produce) {
                LogBatch.Entry entry = new LogBatch.Entry(offset++, produce.entry());
                perform(shard.read(new LogBatch(List.of(entry), offset), NOW));
            }
        }
    }
}
