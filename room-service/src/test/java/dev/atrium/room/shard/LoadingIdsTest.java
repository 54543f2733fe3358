package dev.atrium.room.shard;

import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.NO_IDS;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.message;
import static dev.atrium.room.chat.Samples.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.follow.Position;
import dev.atrium.room.chat.PastIds;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardLog;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoadingIdsTest {

    private static final Limits LIMITS =
            new Limits(10, 100, 1_000_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10));
    private static final long STORED = 9;

    private final Shard shard =
            new Shard(new ShardLog(Position.START, "me", () -> "attempt", () -> NOW), Position.START, LIMITS);
    private final LoadingIds loading = new LoadingIds(0, shard, this::read, this::later);
    private final List<Output.LoadIds> read = new ArrayList<>();
    private final ArrayDeque<Duration> pauses = new ArrayDeque<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean storeIsAway;

    @Test
    void idsAreReadALittleLaterThanTheRoom() {
        loading.add(load());
        assertEquals(List.of(), read);

        goOn(Duration.ofSeconds(1));
        goOn(Duration.ZERO);

        assertEquals(List.of(new Output.LoadIds(ROOM, STORED)), read);
        assertFalse(shard.lacksIds(ROOM, STORED));
        assertTrue(tasks.isEmpty());
    }

    @Test
    void whatTheStoreDoesNotSayIsAskedForAgain() {
        loading.add(load());
        storeIsAway = true;
        goOn(Duration.ofSeconds(1));
        goOn(Duration.ZERO);
        assertTrue(shard.lacksIds(ROOM, STORED));

        storeIsAway = false;
        goOn(Duration.ofSeconds(5));
        goOn(Duration.ZERO);

        assertFalse(shard.lacksIds(ROOM, STORED));
    }

    @Test
    void nothingIsReadForARoomThatIsNotInMemoryAnyMore() {
        Output.LoadIds wanted = load();
        loading.add(new Output.LoadIds(new RoomKey(ROOM.tenant(), "0198c0de-0000-7000-8000-000000000099"), 3));
        loading.add(new Output.LoadIds(ROOM, STORED - 1));
        loading.add(wanted);

        goOn(Duration.ofSeconds(1));
        goOn(Duration.ZERO);

        assertEquals(List.of(wanted), read);
    }

    @Test
    void nothingIsReadForAShardThatIsGivenUp() {
        loading.add(load());
        loading.close();

        goOn(Duration.ofSeconds(1));

        assertEquals(List.of(), read);
        assertTrue(tasks.isEmpty());
    }

    /// The room comes into memory.
    private Output.LoadIds load() {
        Output.Produce claim = (Output.Produce) shard.open().getFirst();
        shard.read(new LogBatch(List.of(new LogBatch.Entry(0, claim.entry())), 1), NOW);
        shard.look(ROOM, new Request.Look(Visit.of((_, _) -> {}, _ -> {})), NOW);
        return shard.loaded(ROOM, Optional.of(snapshot(STORED, List.of(message(STORED)), false)), NOW).stream()
                .filter(Output.LoadIds.class::isInstance)
                .map(Output.LoadIds.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private Uni<PastIds> read(Output.LoadIds wanted) {
        read.add(wanted);
        return storeIsAway
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().item(new PastIds(NO_IDS, NO_IDS));
    }

    private void later(Duration pause, Runnable task) {
        pauses.add(pause);
        tasks.add(task);
    }

    private void goOn(Duration pause) {
        assertEquals(pause, pauses.poll());
        Objects.requireNonNull(tasks.poll()).run();
    }
}
