package dev.atrium.platform.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.roomlog.RoomLogCodec;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PlacementTableTest {

    private static final String ROOM = "0198c0de-0000-7000-8000-000000000001";
    private static final int SHARDS = 8;
    private static final int SHARD = RoomLogCodec.shard(ROOM, SHARDS);
    private static final URI ONE = URI.create("http://one:1");
    private static final URI TWO = URI.create("http://two:2");

    private final PlacementTable table = new PlacementTable();

    @Test
    void nothingIsKnownAtFirst() {
        assertEquals(Optional.of(TWO), table.owner(ROOM, TWO));
        assertEquals(List.of(TWO), table.nodesByTurns(TWO));
        assertEquals(OptionalInt.empty(), table.shard(ROOM));
        assertEquals(Optional.empty(), table.owner(SHARD));
    }

    @Test
    void aRoomIsAtTheOwnerOfItsShard() {
        table.apply(placement(SHARD, 3, ONE));
        table.apply(placement((SHARD + 1) % SHARDS, 3, TWO));

        assertEquals(Optional.of(ONE), table.owner(ROOM, TWO));
        assertEquals(OptionalInt.of(SHARD), table.shard(ROOM));
        assertEquals(Optional.of(ONE), table.owner(SHARD));
        assertEquals(SHARDS - 2, table.countUnowned());
    }

    @Test
    void whoWasDeposedIsNotBelieved() {
        table.apply(placement(SHARD, 4, TWO));
        table.apply(placement(SHARD, 3, ONE));
        table.apply(placement(SHARD, 3, null));

        assertEquals(Optional.of(TWO), table.owner(ROOM, ONE));
    }

    @Test
    void aShardThatWasGivenUpIsNowhere() {
        table.apply(placement(SHARD, 3, ONE));
        table.apply(placement(SHARD, 3, null));

        assertEquals(Optional.empty(), table.owner(ROOM, TWO));
    }

    @Test
    void aShardThatWasGivenUpIsSoonElsewhere() {
        table.apply(placement(SHARD, 3, ONE));
        table.apply(placement(SHARD, 3, null));

        CompletableFuture<Optional<URI>> owner = table.ownerSoon(ROOM, ONE).toCompletableFuture();

        assertFalse(owner.isDone());
        CompletableFuture<Optional<URI>> ofShard = table.ownerSoon(SHARD).toCompletableFuture();
        assertFalse(ofShard.isDone());
        table.apply(placement(SHARD, 4, TWO));
        assertEquals(Optional.of(TWO), owner.join());
        assertEquals(Optional.of(TWO), ofShard.join());
    }

    @Test
    void aShardThatNobodyTakesOverIsNotWaitedForForLong() {
        table.apply(placement(SHARD, 3, null));

        assertEquals(
                Optional.empty(),
                table.ownerSoon(ROOM, ONE).toCompletableFuture().join());
        assertTrue(table.ownerSoon(ROOM, ONE).toCompletableFuture().isDone());
    }

    @Test
    void whoWasDeposedCannotMakeAnybodyWait() {
        table.apply(placement(SHARD, 4, TWO));
        table.apply(placement(SHARD, 3, null));

        assertEquals(
                Optional.of(TWO),
                table.ownerSoon(ROOM, ONE).toCompletableFuture().getNow(Optional.empty()));
    }

    @Test
    void aShardWhoseNodeIsGoneIsWaitedForUntilAnotherHasIt() {
        table.apply(placement(SHARD, 3, ONE));

        CompletableFuture<Optional<URI>> heir = table.ownerAfter(ONE, SHARD).toCompletableFuture();

        assertFalse(heir.isDone());
        assertEquals(
                Optional.of(ONE),
                table.ownerSoon(ROOM, ONE).toCompletableFuture().getNow(Optional.empty()));
        table.apply(placement(SHARD, 4, TWO));
        assertEquals(Optional.of(TWO), heir.join());
        assertEquals(
                Optional.of(TWO),
                table.ownerAfter(ONE, SHARD).toCompletableFuture().getNow(Optional.empty()));
    }

    @Test
    void aNodeThatIsGoneAndComesBackIsTheOwnerOnceItHasOpenedTheShardAnew() {
        table.apply(placement(SHARD, 3, ONE));

        CompletableFuture<Optional<URI>> owner = table.ownerAfter(ONE, SHARD).toCompletableFuture();
        // What it said before it was gone may come later, and it may have given the shard up.
        table.apply(placement(SHARD, 3, ONE));
        table.apply(placement(SHARD, 3, null));

        assertFalse(owner.isDone());
        table.apply(placement(SHARD, 4, ONE));
        assertEquals(Optional.of(ONE), owner.join());
    }

    /// Its time begins anew then.
    @Test
    void whoWaitsForANodeThatWasLostDoesNotShortenTheWaitForAShardThatIsGivenUp() {
        table.apply(placement(SHARD, 3, ONE));
        CompletableFuture<Optional<URI>> heir = table.ownerAfter(ONE, SHARD).toCompletableFuture();
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS))
                .join();

        table.apply(placement(SHARD, 3, null));
        CompletableFuture<Optional<URI>> owner = table.ownerSoon(SHARD).toCompletableFuture();
        heir.join();

        assertFalse(owner.isDone());
        table.apply(placement(SHARD, 4, TWO));
        assertEquals(Optional.of(TWO), owner.join());
    }

    @Test
    void aShardThatNobodyTakesOverFromANodeThatIsGoneIsNotWaitedForForLong() {
        table.apply(placement(SHARD, 3, ONE));

        assertEquals(
                Optional.empty(),
                table.ownerAfter(ONE, SHARD).toCompletableFuture().join());
        assertFalse(table.ownerAfter(ONE, SHARD).toCompletableFuture().isDone());
    }

    @Test
    void nodesTakeTurns() {
        table.apply(placement(0, 1, ONE));
        table.apply(placement(1, 1, TWO));
        table.apply(placement(2, 1, TWO));

        assertEquals(List.of(ONE, TWO), table.nodes());
        assertEquals(List.of(ONE, TWO), table.nodesByTurns(ONE));
        assertEquals(List.of(TWO, ONE), table.nodesByTurns(ONE));
        assertEquals(List.of(ONE, TWO), table.nodesByTurns(ONE));
    }

    @Test
    void aPlacementIsReadAsItWasWritten() {
        Placement given = placement(SHARD, 3, null);

        ProducerRecord<byte[], byte[]> record = given.toRecord();

        assertEquals(given, Placement.of(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value())));
    }

    private static Placement placement(int shard, long epoch, @Nullable URI url) {
        return new Placement(shard, SHARDS, epoch, "node", url);
    }
}
