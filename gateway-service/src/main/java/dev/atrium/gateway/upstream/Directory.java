package dev.atrium.gateway.upstream;

import dev.atrium.gateway.policy.Destination;
import dev.atrium.platform.placement.Placements;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which process of a service a request goes to: what is about one room goes to the node that serves it (RM-2), for
/// everything else any will do.
@ApplicationScoped
public class Directory {

    private final Upstreams upstreams;
    private final Placements placements;

    Directory(Upstreams upstreams, Placements placements) {
        this.upstreams = upstreams;
        this.placements = placements;
    }

    /// A process that a request may be sent to.
    ///
    /// @param timeout how long it may take to begin its answer, from the last byte of the request that it took
    public record Node(URI url, Duration timeout) {}

    /// Some process of a service.
    public Node any(Destination service) {
        Upstreams.Upstream upstream = upstreams.of(service);
        URI url = service == Destination.ROOM ? placements.table().anyNode(upstream.url()) : upstream.url();
        return new Node(url, upstream.timeout());
    }

    /// The node that serves a room.
    ///
    /// @return empty while the room moves from one node to another
    public Optional<Node> ofRoom(String room) {
        return placements
                .table()
                .owner(room, upstreams.room().url())
                .map(url -> new Node(url, upstreams.room().timeout()));
    }

    /// Whether some rooms are served by nobody, as far as is known.
    public boolean missesRooms() {
        return placements.table().countUnowned() > 0;
    }

    /// Where the nodes of room-service tell how they are.
    public List<URI> roomHealth() {
        List<URI> nodes = placements.table().nodes();
        return nodes.isEmpty()
                ? List.of(upstreams.room().healthUrl())
                : nodes.stream().map(upstreams.room()::healthUrl).toList();
    }
}
