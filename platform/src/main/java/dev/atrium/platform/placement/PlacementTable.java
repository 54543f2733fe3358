package dev.atrium.platform.placement;

import dev.atrium.platform.roomlog.RoomLogCodec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The placements that are known. Thread-safe.
public final class PlacementTable {

    /// How long a shard that was given up is expected back.
    private static final Duration MOVE = Duration.ofSeconds(3);

    private final Map<Integer, Placement> byShard = new ConcurrentHashMap<>();

    /// Shards that were given up a moment ago, or whose owner cannot be reached: each completes with true when it was
    /// opened anew, by whomever, or with false when that takes too long.
    private final Map<Integer, CompletableFuture<Boolean>> moving = new ConcurrentHashMap<>();

    private final AtomicInteger turn = new AtomicInteger();
    private volatile int shards;

    /// Takes a placement in, unless a newer one is known.
    public synchronized void apply(Placement placement) {
        int shard = placement.shard();
        Placement known = byShard.get(shard);
        shards = placement.shards();
        if (known != null && known.epoch() > placement.epoch()) {
            return;
        }
        byShard.put(shard, placement);
        if (placement.url() == null) {
            // From now on; who has waited before, because the node was lost, hears of it as well.
            CompletableFuture<Boolean> move = move();
            CompletableFuture<Boolean> before = moving.put(shard, move);
            if (before != null) {
                CompletableFuture<Void> _ = move.thenAccept(before::complete);
            }
        } else if (known == null || known.url() == null || known.epoch() < placement.epoch()) {
            CompletableFuture<Boolean> awaited = moving.remove(shard);
            if (awaited != null) {
                awaited.complete(true);
            }
        }
    }

    /// The room's shard; empty as long as no placement has been heard of.
    public OptionalInt shard(String room) {
        int count = shards;
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(RoomLogCodec.shard(room, count));
    }

    /// Where the shard's owner takes requests; empty while nobody is known to own it.
    public Optional<URI> owner(int shard) {
        return Optional.ofNullable(byShard.get(shard)).map(Placement::url);
    }

    /// Where the room's owner takes requests.
    ///
    /// @param otherwise where to ask as long as no placement has been heard of
    /// @return empty while nobody owns the room's shard
    public Optional<URI> owner(String room, URI otherwise) {
        OptionalInt shard = shard(room);
        return shard.isPresent() ? owner(shard.getAsInt()) : Optional.of(otherwise);
    }

    /// As [#owner], but waits a little where the room's shard was given up a moment ago, as when its node
    /// stops: then it has another owner soon.
    public CompletionStage<Optional<URI>> ownerSoon(String room, URI otherwise) {
        OptionalInt shard = shard(room);
        return shard.isPresent()
                ? ownerSoon(shard.getAsInt())
                : CompletableFuture.completedFuture(Optional.of(otherwise));
    }

    /// As [#owner], but waits in the same way.
    public CompletionStage<Optional<URI>> ownerSoon(int shard) {
        Optional<URI> present = owner(shard);
        CompletableFuture<Boolean> moved = present.isPresent() ? null : moving.get(shard);
        return moved == null ? CompletableFuture.completedFuture(present) : moved.thenApply(_ -> owner(shard));
    }

    /// The shard's owner, where the one that is known cannot be reached: waits a little until another has
    /// taken over, or the lost one has come back and opened the shard anew.
    ///
    /// @return empty if nobody has meanwhile
    public CompletionStage<Optional<URI>> ownerAfter(URI lost, int shard) {
        CompletableFuture<Boolean> moved =
                moving.compute(shard, (_, known) -> known == null || known.isDone() ? move() : known);
        Optional<URI> other = owner(shard).filter(url -> !url.equals(lost));
        return other.isPresent()
                ? CompletableFuture.completedFuture(other)
                : moved.thenApply(opened -> opened ? owner(shard) : Optional.empty());
    }

    private static CompletableFuture<Boolean> move() {
        return new CompletableFuture<Boolean>().completeOnTimeout(false, MOVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// All nodes that own shards.
    public List<URI> nodes() {
        return byShard.values().stream()
                .map(Placement::url)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    /// The nodes that own shards, beginning with each of them by turns.
    ///
    /// @param otherwise where to ask as long as none is known
    public List<URI> nodesByTurns(URI otherwise) {
        List<URI> nodes = new ArrayList<>(nodes());
        if (nodes.isEmpty()) {
            return List.of(otherwise);
        }
        Collections.rotate(nodes, -Math.floorMod(turn.getAndIncrement(), nodes.size()));
        return nodes;
    }

    /// How many shards nobody owns.
    public int countUnowned() {
        return shards
                - (int) byShard.values().stream()
                        .filter(placement -> placement.url() != null)
                        .count();
    }
}
