package dev.atrium.room.http;

import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Rooms;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/// What happens durably in rooms by HTTP. Every answer is certain: the log has it, or it was refused, or the
/// answer says that this is not known.
@ApplicationScoped
public final class RoomWriter {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CHECKPOINT_PATIENCE = Duration.ofSeconds(1);

    private final Rooms rooms;

    RoomWriter(Rooms rooms) {
        this.rooms = rooms;
    }

    /// Creates a room and waits a little for its checkpoint, so that it is in the list of rooms when the caller knows
    /// it.
    Uni<RoomEvent.RoomCreated> create(RoomKey key, Command.Create create) {
        return submit(key, create).flatMap(outcome -> switch (outcome) {
            case Outcome.Done(RoomEvent.RoomCreated created) -> stored(key).replaceWith(created);
            case Outcome.Done _, Outcome.Changed _, Outcome.Repeated _, Outcome.Applied _, Outcome.Nothing _ ->
                throw unexpected(outcome);
        });
    }

    /// @return the message, and whether it is new
    Uni<Sent> post(RoomKey key, Command.Post post) {
        return submit(key, post).map(outcome -> switch (outcome) {
            case Outcome.Done(RoomEvent.MessagePosted posted) -> new Sent(Message.of(posted), true);
            case Outcome.Repeated(Message first) -> new Sent(first, false);
            case Outcome.Done _, Outcome.Changed _, Outcome.Applied _, Outcome.Nothing _ -> throw unexpected(outcome);
        });
    }

    record Sent(Message message, boolean isNew) {}

    /// @return the message as it is then
    Uni<Message> change(RoomKey key, Command.Change change) {
        return submit(key, change).map(outcome -> switch (outcome) {
            case Outcome.Changed changed -> changed.message();
            case Outcome.Repeated repeated -> repeated.message();
            case Outcome.Done _, Outcome.Applied _, Outcome.Nothing _ -> throw unexpected(outcome);
        });
    }

    /// Completes when the moderators will hear of it, or need not.
    Uni<Void> report(RoomKey key, Command.Report report) {
        return submit(key, report)
                .map(outcome -> switch (outcome) {
                    // Changed: by what is on its way into the log nobody sees it any more.
                    case Outcome.Done(RoomEvent.MessageReported _), Outcome.Repeated _, Outcome.Changed _ -> outcome;
                    case Outcome.Done _, Outcome.Applied _, Outcome.Nothing _ -> throw unexpected(outcome);
                })
                .replaceWithVoid();
    }

    /// What became of operations.
    ///
    /// @param isNew whether they were not applied before
    /// @param objects what they changed just now; empty if they were applied before
    public record Applied(long sequence, boolean isNew, List<ObjectView> objects) {}

    public Uni<Applied> operate(RoomKey key, Command.Operate operate) {
        return submit(key, operate).map(outcome -> switch (outcome) {
            case Outcome.Done(RoomEvent.OperationsApplied applied) ->
                new Applied(applied.sequence(), true, ObjectView.of(applied));
            case Outcome.Applied(long sequence) -> new Applied(sequence, false, List.of());
            case Outcome.Done _, Outcome.Changed _, Outcome.Repeated _, Outcome.Nothing _ -> throw unexpected(outcome);
        });
    }

    /// Completes when the schema is as it should be.
    public Uni<Void> set(RoomKey key, Command.SetSchema set) {
        return submit(key, set).map(outcome -> switch (outcome) {
            case Outcome.Done _, Outcome.Nothing _ -> null;
            case Outcome.Changed _, Outcome.Repeated _, Outcome.Applied _ -> throw unexpected(outcome);
        });
    }

    public Uni<RoomEvent.DraftSaved> save(RoomKey key, Command.SaveDraft save) {
        return submit(key, save).map(outcome -> switch (outcome) {
            case Outcome.Done(RoomEvent.DraftSaved saved) -> saved;
            case Outcome.Done _, Outcome.Changed _, Outcome.Repeated _, Outcome.Applied _, Outcome.Nothing _ ->
                throw unexpected(outcome);
        });
    }

    /// Completes when the marker is where it shall be, or further.
    public Uni<Void> mark(RoomKey key, Command.MarkRead read) {
        return submit(key, read)
                .map(outcome -> switch (outcome) {
                    case Outcome.Done(RoomEvent.MarkersMoved _), Outcome.Nothing _ -> outcome;
                    case Outcome.Done _, Outcome.Changed _, Outcome.Repeated _, Outcome.Applied _ ->
                        throw unexpected(outcome);
                })
                .replaceWithVoid();
    }

    /// Changes the room or who may do what in it, and waits a little for the checkpoint, so that the list
    /// of rooms has it when the caller knows it.
    public Uni<Void> change(RoomKey key, Command.ChangeAccess change) {
        return changeOneOfMany(key, change)
                .flatMap(changed -> changed ? stored(key) : Uni.createFrom().voidItem());
    }

    /// As [#change], without waiting for the checkpoint.
    ///
    /// @return whether it was not so before
    public Uni<Boolean> changeOneOfMany(RoomKey key, Command.ChangeAccess change) {
        return submit(key, change).map(outcome -> switch (outcome) {
            case Outcome.Done(RoomEvent.AccessChange _) -> true;
            case Outcome.Nothing _ -> false;
            case Outcome.Done _, Outcome.Changed _, Outcome.Repeated _, Outcome.Applied _ -> throw unexpected(outcome);
        });
    }

    /// Fails with the problem for which it was refused.
    private Uni<Outcome.Accepted> submit(RoomKey key, Command command) {
        String traceparent = TraceContext.current();
        return Uni.createFrom()
                .<Outcome>emitter(emitter -> rooms.submit(key, command, traceparent, emitter::complete))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "It is not known whether this was done. Send it again with the same client id."))
                .map(outcome -> switch (outcome) {
                    case Outcome.Accepted accepted -> accepted;
                    case Outcome.Refused refused -> throw RoomReader.problem(refused.reason());
                });
    }

    private Uni<Void> stored(RoomKey key) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> rooms.whenStored(key, () -> complete(emitter)))
                .ifNoItem()
                .after(CHECKPOINT_PATIENCE)
                .recoverWithItem(() -> null);
    }

    private static void complete(UniEmitter<? super Void> emitter) {
        emitter.complete(null);
    }

    private static IllegalStateException unexpected(Outcome outcome) {
        return new IllegalStateException("not an outcome of this command: " + outcome);
    }
}
