package dev.atrium.media.rooms;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// Answers what a caller may do in a room, from our own projection of the room log. Fails closed: a room that is not
/// known is not readable, and nothing is said of any before the projection has caught up after a start.
@ApplicationScoped
public class Rooms {

    private final RoomFollower follower;
    private final RoomChanges changes;
    private final InstantSource clock;
    private final Duration patience;

    Rooms(RoomFollower follower, RoomChanges changes, InstantSource clock, RoomsConfig config) {
        this.follower = follower;
        this.changes = changes;
        this.clock = clock;
        this.patience = config.patience();
    }

    /// @throws ProblemException `unavailable` if it is not known yet who may read which room
    public void requireCaughtUp() {
        if (!follower.caughtUp()) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "Who may read which room is not known yet, shortly after a start.");
        }
    }

    /// What the caller may do in the room; empty if it may not read it. Gives a room that was created a moment
    /// ago the time to become known. A room that is known and must not be read takes just as long, so that the
    /// two cannot be told apart. To be called on a Vert.x context.
    ///
    /// @throws ProblemException as [#requireCaughtUp]
    public Uni<Optional<Role>> roleSoon(Caller caller, String room) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return roleBefore(clock.instant().plus(patience), caller, room, context);
    }

    /// Whether the room is only read, as far as it is known now. To be called on a Vert.x context.
    public Uni<Boolean> isArchived(TenantId tenant, String room) {
        return TenantTransactions.inTenant(
                tenant,
                session -> session.find(Room.class, new Room.Key(tenant.value(), room))
                        .map(found -> found != null && found.archived));
    }

    /// What the caller may do in the room, as far as it is known now; empty if it may not read it. To be called on a
    /// Vert.x context.
    ///
    /// @throws ProblemException as [#requireCaughtUp]
    public Uni<Optional<Role>> roleOf(Caller caller, String room) {
        requireCaughtUp();
        if (!Room.isId(room)) {
            return Uni.createFrom().item(Optional.empty());
        }
        String tenant = caller.tenant().value();
        RoomPerson.Key person = new RoomPerson.Key(tenant, room, caller.subject());
        return TenantTransactions.inTenant(
                caller.tenant(),
                session -> session.find(Room.class, new Room.Key(tenant, room))
                        .flatMap(found -> found == null
                                ? Uni.createFrom().item(Optional.empty())
                                : session.find(RoomPerson.class, person)
                                        .map(known -> found.roleOf(caller, known, clock.instant()))));
    }

    private Uni<Optional<Role>> roleBefore(Instant deadline, Caller caller, String room, Executor context) {
        CompletionStage<Void> change = changes.next();
        return roleOf(caller, room)
                .flatMap(role -> role.isPresent()
                        ? Uni.createFrom().item(role)
                        : roleAfter(change, deadline, caller, room, context));
    }

    private Uni<Optional<Role>> roleAfter(
            CompletionStage<Void> change, Instant deadline, Caller caller, String room, Executor context) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.toMillis() <= 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Uni.createFrom()
                .completionStage(change)
                .ifNoItem()
                .after(left)
                .recoverWithUni(() -> Uni.createFrom().voidItem())
                .emitOn(context)
                .flatMap(_ -> roleBefore(deadline, caller, room, context));
    }
}
