package dev.atrium.gateway.upstream;

import dev.atrium.gateway.policy.Destination;
import dev.atrium.platform.placement.PlacementTable;
import dev.atrium.platform.placement.Placements;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Which process of a service a request goes to: what is about one room goes to the node that serves it (RM-2), for
/// everything else any will do.
@Singleton
public class Directory {

    private static final int TRIES = 3;

    private final Upstreams upstreams;
    private final Map<Destination, Upstreams.Upstream> byDestination;
    private final Placements placements;

    Directory(Upstreams upstreams, Backends backends, Placements placements) {
        this.upstreams = upstreams;
        this.byDestination = new HashMap<>(backends.upstreams());
        Destination.SUITE.stream()
                .filter(service -> service != Destination.GATEWAY)
                .forEach(service -> byDestination.put(service, upstreams.of(service)));
        this.placements = placements;
    }

    /// A process that a request may be sent to.
    ///
    /// @param upstream how it is asked
    /// @param shard for whose sake it is this one; empty if others would do, or where no placement is known
    public record Node(URI url, Upstreams.Upstream upstream, OptionalInt shard) {

        /// The same process, whatever it serves.
        public Node forItself() {
            return new Node(url, upstream, OptionalInt.empty());
        }

        /// How long it may take to begin its answer, from the last byte of the request that it took.
        public Duration timeout() {
            return upstream.timeout();
        }
    }

    /// Processes of a service, any of which will do; to be asked in this order, as long as they cannot
    /// be reached. Where one address stands for all of them, as behind a load balancer, another
    /// connection may lead to another one.
    public List<Node> any(Destination service) {
        Upstreams.Upstream upstream = Objects.requireNonNull(byDestination.get(service), service::application);
        List<URI> urls = service == Destination.ROOM
                ? placements.table().nodesByTurns(upstream.url())
                : List.of(upstream.url(), upstream.url());
        return urls.stream()
                .limit(TRIES)
                .map(url -> new Node(url, upstream, OptionalInt.empty()))
                .toList();
    }

    /// The node that serves a room; known after a moment while the room moves from one node to another.
    ///
    /// @return empty if nobody serves it
    public CompletionStage<Optional<Node>> ofRoom(String room) {
        PlacementTable table = placements.table();
        return table.ownerSoon(room, upstreams.room().url())
                .thenApply(owner -> owner.map(url -> new Node(url, upstreams.room(), table.shard(room))));
    }

    /// The node that has by now what another one was asked for, which says that it cannot serve it; known after a
    /// moment
    /// while the room moves.
    ///
    /// @return empty if none is known, or that one still has it
    public CompletionStage<Optional<Node>> successor(Node node) {
        if (node.shard().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return placements
                .table()
                .ownerSoon(node.shard().getAsInt())
                .thenApply(owner -> owner.filter(url -> !url.equals(node.url()))
                        .map(url -> new Node(url, node.upstream(), node.shard())));
    }

    /// The node that takes over what one was asked for that cannot be reached; known after a moment.
    ///
    /// @return empty if none has taken over meanwhile, or there is none to wait for
    public CompletionStage<Optional<Node>> heir(Node lost) {
        if (lost.shard().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return placements
                .table()
                .ownerAfter(lost.url(), lost.shard().getAsInt())
                .thenApply(owner -> owner.map(url -> new Node(url, lost.upstream(), lost.shard())));
    }

    /// Whether it is a process of room-service.
    public boolean isOfRooms(Node node) {
        return node.upstream() == upstreams.room();
    }

    /// Whether another node has taken over what this one was asked for. A placement is only ever replaced by one of a
    /// higher epoch.
    public boolean isDeposed(Node node) {
        return node.shard().isPresent()
                && placements
                        .table()
                        .owner(node.shard().getAsInt())
                        .filter(owner -> !owner.equals(node.url()))
                        .isPresent();
    }

    /// Whether a node of room-service serves no rooms, as far as is known.
    public boolean servesNothing(URI node) {
        return !placements.table().nodes().contains(node);
    }

    /// The node of room-service that has this address, if one is known to have it.
    public Optional<Node> roomNode(URI address) {
        return placements.table().nodes().stream()
                .filter(url -> url.getScheme().equals(address.getScheme())
                        && url.getAuthority().equals(address.getAuthority()))
                .findFirst()
                .map(url -> new Node(url, upstreams.room(), OptionalInt.empty()));
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
                : nodes.stream().map(this::roomHealth).toList();
    }

    /// Where a node of room-service tells how it is.
    public URI roomHealth(URI node) {
        Upstreams.Service room = upstreams.room();
        return node.equals(room.url()) ? room.healthUrl() : room.healthUrl(node);
    }
}
