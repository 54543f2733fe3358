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

    /// Where the room's owner takes requests.
    ///
    /// @param otherwise where to ask as long as no placement has been heard of
    /// @return empty while nobody owns the room's shard
    public Optional<URI> owner(String room, URI otherwise) {
        int count = shards;
        return count == 0
                ? Optional.of(otherwise)
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
    ///
    /// @param otherwise where to ask as long as none is known
    public URI anyNode(URI otherwise) {
        List<URI> nodes = nodes();
        return nodes.isEmpty() ? otherwise : nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    }

    /// How many shards nobody owns.
    public int countUnowned() {
        return shards
                - (int) byShard.values().stream()
                        .filter(placement -> placement.url() != null)
                        .count();
    }
}
