package dev.atrium.room.backup;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.tinybase.DocumentLimits;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings rooms back from backups, for jobs-service. The gateway has no such route and grants no such
/// scope.
@Path("/internal/rooms/{id}/restore")
@Tag(name = "Internal")
final class RestoreResource {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = Logger.getLogger(RestoreResource.class);

    private final CurrentCaller callers;
    private final Rooms rooms;
    private final InstantSource clock;

    RestoreResource(CurrentCaller callers, Rooms rooms, InstantSource clock) {
        this.callers = callers;
        this.rooms = rooms;
        this.clock = clock;
    }

    /// The body.
    ///
    /// @param after how many places of the room are taken
    /// @param events for the places behind, in order, whatever their numbers were
    record History(
            @Min(0) long after, @NotNull @Size(max = 500) List<@NotNull StoredEvent> events) {}

    /// @param left events that cannot happen in this room, or would have changed nothing: they only
    ///     take their places
    record Restored(int left) {}

    /// Has events happen, each at the next place, as of their times. Sent again it changes nothing. 409
    /// if the room is not one that is being restored, or lacks what comes before.
    @POST
    @PermissionsAllowed("rooms:restore")
    @Operation(summary = "Bring a part of a room's history back", hidden = true)
    public Uni<Restored> restore(@PathParam("id") String id, @NotNull @Valid History history) {
        RoomKey key = RoomKey.parse(callers.get().tenant(), id).orElseThrow(ProblemException::notFound);
        List<Command.Restore> commands = commands(key, history);
        if (commands.isEmpty()) {
            return Uni.createFrom().item(new Restored(0));
        }
        return Multi.createFrom()
                .iterable(independent(commands))
                .onItem()
                .transformToUniAndConcatenate(group -> submit(key, group))
                .collect()
                .in(AtomicInteger::new, AtomicInteger::addAndGet)
                .map(left -> new Restored(left.get()))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new ProblemException(
                        ProblemType.UNAVAILABLE, "It is not known whether this was done. Send it again."));
    }

    /// Groups that follow each other, of commands that may be under way at the same time: the room must
    /// be there before anything can happen in it, and a message before anything can happen to it.
    static List<List<Command.Restore>> independent(List<Command.Restore> commands) {
        List<List<Command.Restore>> groups = new ArrayList<>();
        boolean ends = true;
        boolean posts = false;
        for (Command.Restore command : commands) {
            if (ends || (posts && refersBack(command.wish()))) {
                groups.add(new ArrayList<>());
                posts = false;
            }
            groups.getLast().add(command);
            ends = command.wish() instanceof Command.Create;
            posts |= command.wish() instanceof Command.Post;
        }
        return groups;
    }

    private static boolean refersBack(@Nullable Command wish) {
        return wish instanceof Command.Change || (wish instanceof Command.Post post && post.replyTo() != null);
    }

    private Uni<Integer> submit(RoomKey key, List<Command.Restore> commands) {
        return Uni.join()
                .all(commands.stream().map(command -> submit(key, command)).toList())
                .andFailFast()
                .map(left -> left.stream().mapToInt(Integer::intValue).sum());
    }

    private Uni<Integer> submit(RoomKey key, Command.Restore command) {
        return Uni.createFrom()
                .<Outcome>emitter(emitter -> rooms.submit(key, command, TraceContext.current(), emitter::complete))
                .map(RestoreResource::left);
    }

    private List<Command.Restore> commands(RoomKey key, History history) {
        List<Command.Restore> commands = new ArrayList<>();
        Instant now = clock.instant();
        for (StoredEvent event : history.events()) {
            commands.add(command(key, history.after() + 1 + commands.size(), event, now));
        }
        return commands;
    }

    private Command.Restore command(RoomKey key, long place, StoredEvent event, Instant now) {
        Command wish = null;
        try {
            wish = event.in(key.tenant(), key.room(), place)
                    .map(known -> Retelling.command(known, now, DocumentLimits.USUAL))
                    .orElse(null);
        } catch (IllegalArgumentException | NullPointerException e) {
            // Records do not look for what they lack: it is found missing where it is needed.
            LOG.warnf("an event is left out of a restore: room=%s error=%s", key.room(), e.getMessage());
        }
        return new Command.Restore(place, event.at(), wish);
    }

    private static int left(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(RoomEvent.MarkersMoved _) -> 1;
            case Outcome.Done _, Outcome.Changed _, Outcome.Nothing _ -> 0;
            case Outcome.Refused(Decision.Refused reason) -> throw new ProblemException(reason.type(), reason.detail());
            case Outcome.Repeated _, Outcome.Applied _ ->
                throw new IllegalStateException("not an outcome of this command: " + outcome);
        };
    }
}
