package dev.atrium.room.socket;

import dev.atrium.platform.placement.Placements;
import dev.atrium.room.chat.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The other nodes, by turns, as those through which a full room can be watched.
@ApplicationScoped
final class RelayNodes {

    private final Placements placements;
    private final URI self;
    private final AtomicInteger turn = new AtomicInteger();

    RelayNodes(Placements placements, @ConfigProperty(name = "atrium.room.node.url") URI self) {
        this.placements = placements;
        this.self = self;
    }

    /// Where the room can be watched; empty if this is the only node.
    Optional<String> next(RoomKey room) {
        List<URI> others = placements.table().nodes().stream()
                .filter(node -> !node.equals(self))
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(others.get(Math.floorMod(turn.getAndIncrement(), others.size())) + "/api/rooms/"
                        + room.room() + "/spectate");
    }
}
