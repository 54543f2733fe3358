package dev.atrium.gateway.proxy;

import dev.atrium.gateway.upkeep.Rounds;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.gateway.upstream.Inquiry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Parts clients from nodes of room-service that serve them no more and cannot say so: a node that hangs, or whose
/// machine is gone, ends no connection, and its clients would wait for what never comes.
///
/// The socket of a room follows its shard: when another node has taken that over, the client is sent there. A socket
/// that any node could have, one's own, a spectator's or one of several rooms, ends when its node serves no
/// rooms any more and does not answer either.
@ApplicationScoped
final class StrandedSockets implements SocketPair.Watcher {

    private static final Logger LOG = Logger.getLogger(StrandedSockets.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /// How many are parted at one look: 2,000 a second, so that they do not all come back in the same moment.
    private static final int AT_ONCE = 200;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(1);

    /// After how many questions without an answer, one after the other, a node is gone.
    private static final int UNANSWERED = 3;

    private final Directory directory;
    private final Inquiry inquiry;
    private final SocketsBy<Directory.Node> open = new SocketsBy<>();
    private final Map<URI, Integer> unanswered = new ConcurrentHashMap<>();
    private final Rounds looks;
    private final Rounds questions;

    StrandedSockets(Directory directory, Inquiry inquiry, Vertx vertx) {
        this.directory = directory;
        this.inquiry = inquiry;
        this.looks = new Rounds(vertx, BETWEEN_LOOKS, this::look, StrandedSockets::failed);
        this.questions = new Rounds(vertx, BETWEEN_QUESTIONS, this::ask, StrandedSockets::failed);
    }

    void start(@Observes StartupEvent event) {
        looks.start();
        questions.start();
    }

    void stop(@Observes ShutdownEvent event) {
        looks.stop();
        questions.stop();
    }

    @Override
    public void joined(SocketPair socket) {
        if (directory.isOfRooms(socket.node())) {
            open.opened(socket.node(), socket);
        }
    }

    @Override
    public void parted(SocketPair socket) {
        if (directory.isOfRooms(socket.node())) {
            open.closed(socket.node(), socket);
        }
    }

    private Uni<?> look() {
        open.keys().stream()
                .filter(node -> directory.isDeposed(node) || isGone(node))
                .flatMap(node -> open.of(node).stream())
                .limit(AT_ONCE)
                .toList()
                .forEach(socket -> {
                    open.closed(socket.node(), socket);
                    socket.move();
                });
        return Uni.createFrom().voidItem();
    }

    private boolean isGone(Directory.Node node) {
        return node.shard().isEmpty() && unanswered.getOrDefault(node.url(), 0) >= UNANSWERED;
    }

    /// Asks each node that has sockets which follow no shard, if it serves nothing.
    private Uni<?> ask() {
        Set<URI> silent = open.keys().stream()
                .filter(node -> node.shard().isEmpty())
                .map(Directory.Node::url)
                .filter(directory::servesNothing)
                .collect(Collectors.toSet());
        unanswered.keySet().retainAll(silent);
        return Multi.createFrom()
                .iterable(silent)
                .onItem()
                .transformToUniAndMerge(this::ask)
                .collect()
                .last();
    }

    /// Whatever it says, it is there.
    private Uni<Integer> ask(URI node) {
        return inquiry.get(directory.roomHealth(node), MultiMap.caseInsensitiveMultiMap(), ANSWER_PATIENCE)
                .onItemOrFailure()
                .transform((_, failure) -> failure == null ? answered(node) : unanswered(node, failure));
    }

    private int answered(URI node) {
        unanswered.remove(node);
        return 0;
    }

    private int unanswered(URI node, Throwable failure) {
        int times = unanswered.merge(node, 1, Integer::sum);
        if (times == UNANSWERED) {
            LOG.warnf(
                    "%s serves no rooms and does not answer, its other sockets are sent elsewhere: error=%s",
                    node, failure.getMessage());
        }
        return times;
    }

    private static void failed(Throwable failure) {
        LOG.errorf(failure, "it is not known which sockets are stranded, the next look follows");
    }
}
