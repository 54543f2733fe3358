package dev.atrium.platform.placement;

import dev.atrium.platform.roomlog.RoomLogCodec;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The placements that are known. Thread-safe.
public final class PlacementTable {

    private final Map<Integer, Placement> byShard = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile int shards;

    /// Takes a placement in, unless a newer one is known.
    public void apply(Placement placement) {
        byShard.merge(placement.shard(), placement, (known, said) -> said.epoch() >= known.epoch() ? said : known);
        shards = placement.shards();
    }

    /// Whether any placement has been heard of.
    public boolean isKnown() {
        return shards > 0;
    }

    /// Where the room's owner takes requests.
    ///
    /// @return empty while nobody owns the room's shard
    public Optional<URI> owner(String room) {
        int count = shards;
        return count == 0
                ? Optional.empty()
                : Optional.ofNullable(byShard.get(RoomLogCodec.shard(room, count)))
                        .map(Placement::url);
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

    /// Some node that owns shards, by turns.
    public Optional<URI> anyNode() {
        List<URI> nodes = nodes();
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size())));
    }

    /// How many shards nobody owns.
    public int countUnowned() {
        return shards
                - (int) byShard.values().stream()
                        .filter(placement -> placement.url() != null)
                        .count();
    }
}
