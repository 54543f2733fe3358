package dev.atrium.room.shard;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import dev.atrium.room.live.LiveFrame;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rooms of this node, as its HTTP and socket endpoints use them.
@ApplicationScoped
public final class Rooms {

    private static final Decision.Refused NOT_HERE =
            new Decision.Refused(ProblemType.UNAVAILABLE, "This room is not served here, or not yet. Try again soon.");

    private final Shards shards;

    Rooms(Shards shards) {
        this.shards = shards;
    }

    /// An id for a new room that this node would own; empty if it owns no shard at the moment.
    public Optional<RoomKey> newRoom(TenantId tenant) {
        return shards.newRoom(tenant);
    }

    /// The same in the shard in which a room of another id is, or would be; empty if that shard is not open here.
    public Optional<RoomKey> newRoom(TenantId tenant, String neighbour) {
        return shards.newRoom(new RoomKey(tenant, neighbour));
    }

    /// Wants something to happen in a room. The reply comes when that is certain.
    ///
    /// @param traceparent trace of the request; null if it is not traced
    public void submit(RoomKey key, Command command, @Nullable String traceparent, Reply reply) {
        Optional<Decision.Refused> fault = fault(command.author());
        if (fault.isPresent()) {
            reply.on(new Outcome.Refused(fault.get()));
        } else {
            Request.Submit submit = new Request.Submit(command, traceparent, reply);
            shards.host(key)
                    .ifPresentOrElse(host -> host.submit(key, submit), () -> reply.on(new Outcome.Refused(NOT_HERE)));
        }
    }

    /// Looks at a room.
    public void look(RoomKey key, Visit visit) {
        shards.host(key)
                .ifPresentOrElse(host -> host.look(key, new Request.Look(visit)), () -> visit.refused(NOT_HERE));
    }

    /// Whether this node is the one to serve the room, if perhaps not yet.
    public boolean serves(RoomKey key) {
        return shards.of(key).isPresent();
    }

    /// Shows those who are in a room how far work for it is, if this node serves it; it is not loaded for that.
    public void show(RoomKey key, LiveFrame.Progress progress) {
        shards.of(key).ifPresent(host -> host.show(key, progress));
    }

    /// Calls back, on some thread, when what counts in the room by now is stored; never if the shard moves before.
    public void whenStored(RoomKey key, Runnable callback) {
        shards.of(key).ifPresent(host -> host.whenStored(callback));
    }

    /// Names come from outside, and what is written into the log must be storable.
    private static Optional<Decision.Refused> fault(Actor author) {
        return Text.fault(author.subject(), Text.ACTOR_MAX)
                .or(() -> Text.fault(author.handle(), Text.ACTOR_MAX))
                .map(fault ->
                        new Decision.Refused(ProblemType.INVALID_REQUEST, "Your subject or handle " + fault + "."));
    }
}
