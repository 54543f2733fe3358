package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.placement.NewRoomPlace;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.shard.Rooms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes rooms. What is asked for with an `Idempotency-Key` is made once: the key stands for the room's id before the
/// room is made, so that a repetition means the same room, whichever process was killed in between.
@ApplicationScoped
final class RoomMaker {

    private final Rooms rooms;
    private final RoomWriter writer;
    private final RoomReader reader;
    private final Creations creations;

    RoomMaker(Rooms rooms, RoomWriter writer, RoomReader reader, Creations creations) {
        this.rooms = rooms;
        this.writer = writer;
        this.reader = reader;
        this.creations = creations;
    }

    /// @param isNew false if the same request made it before
    record Made(RoomView room, boolean isNew) {}

    /// @param idempotencyKey null: every request makes a room
    /// @throws ProblemException `unprocessable` for a key that was used for a room of another kind, name or
    ///     visibility; `conflict` if the room was made before and is not to be shown to the caller any more
    Uni<Made> make(Caller caller, NewRoom wish, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            RoomKey fresh = here(rooms.newRoom(caller.tenant()));
            return writer.create(fresh, wish.by(caller.actor())).map(created -> new Made(RoomView.of(created), true));
        }
        RoomKey fresh = here(rooms.newRoom(caller.tenant(), NewRoomPlace.of(caller, idempotencyKey)));
        Command.Create create = wish.by(caller.actor()).underClaimedId();
        UUID content = content(create);
        return RoomReader.orUnavailable(creations.claim(caller, idempotencyKey, new Creations.Claim(fresh, content)))
                .invoke(claim -> demandSame(claim, content))
                .flatMap(claim -> makeOnce(caller, claim.room(), create));
    }

    private Uni<Made> makeOnce(Caller caller, RoomKey key, Command.Create create) {
        return writer.create(key, create)
                .map(created -> new Made(RoomView.of(created), true))
                .onFailure(ProblemException.ofType(ProblemType.CONFLICT))
                .recoverWithUni(() -> madeBefore(caller, key));
    }

    private Uni<Made> madeBefore(Caller caller, RoomKey key) {
        return reader.room(caller, key.room())
                .map(room -> new Made(room, false))
                .onFailure(ProblemException.ofType(ProblemType.NOT_FOUND))
                .transform(_ -> new ProblemException(
                        ProblemType.CONFLICT,
                        "This request has made the room " + key.room() + ", which cannot be shown to you now."));
    }

    private static void demandSame(Creations.Claim claim, UUID content) {
        if (!claim.content().equals(content)) {
            throw IdempotencyKey.reused();
        }
    }

    /// What two requests have in common that ask for the same.
    static UUID content(Command.Create create) {
        return Ids.named("room:" + create.kind() + "/" + create.visibility() + "/" + create.name());
    }

    private static RoomKey here(Optional<RoomKey> fresh) {
        return fresh.orElseThrow(() -> new ProblemException(
                ProblemType.UNAVAILABLE, "This node makes no such rooms at the moment. Try again soon."));
    }
}
