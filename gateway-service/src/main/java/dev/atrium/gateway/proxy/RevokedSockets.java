package dev.atrium.gateway.proxy;

import dev.atrium.gateway.apikey.ApiKeyConfig;
import dev.atrium.gateway.apikey.KeyHash;
import dev.atrium.gateway.apikey.Revocations;
import dev.atrium.gateway.organisation.Memberships;
import dev.atrium.gateway.upkeep.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ends the sockets that were opened with a key when the key is revoked, and those of a member when its
/// membership ends or its role is changed, at whichever gateway that happens. While a socket is open that
/// was opened with a key, one small question a second asks the database for what was revoked lately; so
/// nothing is lost when an answer is, and where the database is away nothing can be revoked either.
@ApplicationScoped
final class RevokedSockets {

    private static final Logger LOG = Logger.getLogger(RevokedSockets.class);

    private final Revocations revocations;
    private final Memberships memberships;
    private final Map<KeyHash, Set<SocketPair>> byKey = new ConcurrentHashMap<>();
    private final Map<Memberships.Place, Map<SocketPair, Instant>> byMember = new ConcurrentHashMap<>();
    private final Rounds rounds;
    /// Up to when it is known what was revoked, by the clock of the database; null: nothing is open that could be.
    private volatile @Nullable Instant known;

    RevokedSockets(Revocations revocations, Memberships memberships, Vertx vertx, ApiKeyConfig config) {
        this.revocations = revocations;
        this.memberships = memberships;
        this.rounds = new Rounds(vertx, config.believe(), this::look, RevokedSockets::failed);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    void opened(KeyHash key, SocketPair socket) {
        byKey.compute(key, (_, sockets) -> {
            Set<SocketPair> all = sockets == null ? ConcurrentHashMap.newKeySet() : sockets;
            all.add(socket);
            return all;
        });
    }

    void closed(KeyHash key, SocketPair socket) {
        byKey.computeIfPresent(key, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    /// A socket in an organisation.
    ///
    /// @param since the membership under which it was opened
    void opened(Memberships.Place member, Instant since, SocketPair socket) {
        byMember.compute(member, (_, sockets) -> {
            Map<SocketPair, Instant> all = sockets == null ? new ConcurrentHashMap<>() : sockets;
            all.put(socket, since);
            return all;
        });
    }

    void closed(Memberships.Place member, SocketPair socket) {
        byMember.computeIfPresent(member, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    private Uni<?> look() {
        if (byKey.isEmpty() && byMember.isEmpty()) {
            known = null;
            return Uni.createFrom().voidItem();
        }
        return Uni.combine()
                .all()
                .unis(revokedKeys(), changedMembers())
                .asTuple()
                .invoke(told -> told(told.getItem1(), told.getItem2()));
    }

    private Uni<Revocations.Revoked> revokedKeys() {
        return byKey.isEmpty()
                ? Uni.createFrom().item(new Revocations.Revoked(Set.of(), Instant.MAX))
                : revocations.since(known);
    }

    private Uni<Memberships.Changes> changedMembers() {
        return byMember.isEmpty()
                ? Uni.createFrom().item(new Memberships.Changes(List.of(), Instant.MAX))
                : memberships.changedSince(known);
    }

    private void told(Revocations.Revoked revoked, Memberships.Changes changed) {
        Instant asked = revoked.asked().isBefore(changed.asked()) ? revoked.asked() : changed.asked();
        known = asked.equals(Instant.MAX) ? null : asked;
        for (KeyHash key : revoked.keys()) {
            byKey.getOrDefault(key, Set.of()).forEach(SocketPair::revoke);
        }
        for (Memberships.Change change : changed.changes()) {
            byMember.getOrDefault(change.place(), Map.of()).forEach((socket, since) -> {
                if (since.isBefore(change.at())) {
                    socket.revoke();
                }
            });
        }
    }

    private static void failed(Throwable failure) {
        LOG.warnf(
                "revoked keys and memberships are not known at the moment, their sockets stay: error=%s",
                failure.getMessage());
    }
}
