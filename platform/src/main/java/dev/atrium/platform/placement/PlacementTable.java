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

    /// Shards that were given up a moment ago, or whose owner cannot be reached: each completes when it has
    /// an owner again, or when that takes too long.
    private final Map<Integer, CompletableFuture<Void>> moving = new ConcurrentHashMap<>();

    private final AtomicInteger turn = new AtomicInteger();
    private volatile int shards;

    /// Takes a placement in, unless a newer one is known.
    public void apply(Placement placement) {
        Placement right = byShard.merge(
                placement.shard(), placement, (known, said) -> said.epoch() >= known.epoch() ? said : known);
        shards = placement.shards();
        if (right.equals(placement)) {
            CompletableFuture<Void> before =
                    placement.url() == null ? moving.put(placement.shard(), move()) : moving.remove(placement.shard());
            if (before != null) {
                before.complete(null);
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
        CompletableFuture<Void> moved = present.isPresent() ? null : moving.get(shard);
        return moved == null ? CompletableFuture.completedFuture(present) : moved.thenApply(_ -> owner(shard));
    }

    /// The shard's owner, where the one that is known cannot be reached: waits a little until another has
    /// taken over.
    ///
    /// @return empty if nobody has meanwhile
    public CompletionStage<Optional<URI>> ownerAfter(URI lost, int shard) {
        CompletableFuture<Void> moved =
                moving.compute(shard, (_, known) -> known == null || known.isDone() ? move() : known);
        Optional<URI> present = ownerBut(lost, shard);
        return present.isPresent()
                ? CompletableFuture.completedFuture(present)
                : moved.thenApply(_ -> ownerBut(lost, shard));
    }

    private Optional<URI> ownerBut(URI lost, int shard) {
        return owner(shard).filter(url -> !url.equals(lost));
    }

    private static CompletableFuture<Void> move() {
        return new CompletableFuture<Void>().completeOnTimeout(null, MOVE.toMillis(), TimeUnit.MILLISECONDS);
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
