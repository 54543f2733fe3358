package dev.atrium.gateway.proxy;

import dev.atrium.gateway.apikey.ApiKeyConfig;
import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.apikey.CurrentKey;
import dev.atrium.gateway.apikey.KeyHash;
import dev.atrium.gateway.apikey.Revocations;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.organisation.Memberships;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.upkeep.Rounds;
import dev.atrium.platform.identity.Caller;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ends the sockets that were opened with a key when the key is revoked or made good for less, and
/// those of a member when its membership ends or its role is changed, at whichever gateway that
/// happens. While a socket is open that was opened with a key, one small question a second asks the
/// database for what was revoked lately; so nothing is lost when an answer is, and where the database
/// is away nothing can be revoked either.
@ApplicationScoped
final class RevokedSockets implements SocketPair.Watcher {

    private static final Logger LOG = Logger.getLogger(RevokedSockets.class);

    private final Revocations revocations;
    private final Memberships memberships;
    private final SocketsBy<KeyHash> byKey = new SocketsBy<>();
    private final SocketsBy<Memberships.Place> byMember = new SocketsBy<>();
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

    @Override
    public void joined(SocketPair socket) {
        key(socket).ifPresent(key -> byKey.opened(key, socket));
        membership(socket).ifPresent(_ -> byMember.opened(place(socket), socket));
    }

    @Override
    public void parted(SocketPair socket) {
        key(socket).ifPresent(key -> byKey.closed(key, socket));
        membership(socket).ifPresent(_ -> byMember.closed(place(socket), socket));
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
                ? Uni.createFrom().item(new Revocations.Revoked(List.of(), Instant.MAX))
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
        for (Revocations.End end : revoked.ends()) {
            byKey.of(end.key()).stream()
                    .filter(socket -> end.narrowedAt() == null || isOlder(socket, end.narrowedAt()))
                    .forEach(SocketPair::revoke);
        }
        for (Memberships.Change change : changed.changes()) {
            byMember.of(change.place()).stream()
                    .filter(socket -> isOlder(socket, change))
                    .forEach(SocketPair::revoke);
        }
    }

    /// Whether a socket was opened under what its opener was before.
    private static boolean isOlder(SocketPair socket, Memberships.Change change) {
        return membership(socket).stream()
                .anyMatch(membership -> membership.since().isBefore(change.at()));
    }

    /// Whether a socket was opened with a key that was good for more.
    private static boolean isOlder(SocketPair socket, Instant narrowedAt) {
        return RequestCaller.<Instant>attribute(socket.context(), CurrentKey.NARROWED_ATTRIBUTE)
                .map(before -> before.isBefore(narrowedAt))
                .orElse(true);
    }

    /// The key that the socket was opened with, if it was one.
    private static Optional<KeyHash> key(SocketPair socket) {
        return RequestCaller.<String>attribute(socket.context(), ApiKeyResource.HASH_ATTRIBUTE)
                .map(KeyHash::new);
    }

    /// What its opener was in the organisation that it was opened in, if it was in one.
    private static Optional<Membership> membership(SocketPair socket) {
        return RequestCaller.attribute(socket.context(), Membership.ATTRIBUTE);
    }

    private static Memberships.Place place(SocketPair socket) {
        Caller opener = RequestCaller.of(socket.context());
        return new Memberships.Place(opener.tenant(), opener.subject());
    }

    private static void failed(Throwable failure) {
        LOG.warnf(
                "revoked keys and memberships are not known at the moment, their sockets stay: error=%s",
                failure.getMessage());
    }
}
