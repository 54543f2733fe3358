package dev.atrium.media.rooms;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// Answers whether a caller may read a room, from our own projection of the room log. Fails closed: a room that is not
/// known is not readable.
@ApplicationScoped
public class Rooms {

    private final RoomChanges changes;
    private final InstantSource clock;
    private final Duration patience;

    Rooms(RoomChanges changes, InstantSource clock, RoomsConfig config) {
        this.changes = changes;
        this.clock = clock;
        this.patience = config.patience();
    }

    /// Whether the caller may read the room, as far as it is known now. To be called on a Vert.x context.
    public Uni<Boolean> readable(Caller caller, String room) {
        if (!Room.isId(room)) {
            return Uni.createFrom().item(false);
        }
        return TenantTransactions.inTenant(
                caller.tenant(),
                session -> session.find(Room.class, new Room.Key(caller.tenant().value(), room))
                        .map(found -> found != null && found.mayRead(caller)));
    }

    /// Like [#readable], but gives a room that was created a moment ago the time to become known. A room that is known
    /// and must not be read takes just as long, so that the two cannot be told apart.
    public Uni<Boolean> readableSoon(Caller caller, String room) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return readableBefore(clock.instant().plus(patience), caller, room, context);
    }

    private Uni<Boolean> readableBefore(Instant deadline, Caller caller, String room, Executor context) {
        CompletionStage<Void> change = changes.next();
        return readable(caller, room)
                .flatMap(yes ->
                        yes ? Uni.createFrom().item(true) : readableAfter(change, deadline, caller, room, context));
    }

    private Uni<Boolean> readableAfter(
            CompletionStage<Void> change, Instant deadline, Caller caller, String room, Executor context) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.toMillis() <= 0) {
            return Uni.createFrom().item(false);
        }
        return Uni.createFrom()
                .completionStage(change)
                .ifNoItem()
                .after(left)
                .recoverWithUni(() -> Uni.createFrom().voidItem())
                .emitOn(context)
                .flatMap(_ -> readableBefore(deadline, caller, room, context));
    }
}
