package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import dev.atrium.room.access.Ban;
import dev.atrium.room.access.Membership;
import dev.atrium.room.access.PastAccess;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.checkpoint.PastAccessStore;
import dev.atrium.room.http.StoredReader.Known;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// How rooms were described at a sequence number, and who was in them (RM-5). Who may see that is decided by what holds
/// now: whoever may read a room may read its past, and bans are for its present owners.
@ApplicationScoped
public final class PastAccessReader {

    private final RoomReader reader;
    private final StoredReader stored;
    private final PastAccessStore store;

    PastAccessReader(RoomReader reader, StoredReader stored, PastAccessStore store) {
        this.reader = reader;
        this.stored = stored;
        this.store = store;
    }

    Uni<RoomView> room(Caller caller, String id, long at) {
        return past(caller, id, at)
                .map(past -> RoomView.of(past.created(), past.access().settings(), at));
    }

    /// The members of then, by subject.
    public Uni<Page<Membership>> members(Caller caller, String id, long at, PageRequest page) {
        return past(caller, id, at).map(past -> past.access().members(page));
    }

    /// The teams of then, by id.
    public Uni<Page<Membership>> teams(Caller caller, String id, long at, PageRequest page) {
        return past(caller, id, at).map(past -> past.access().teams(page));
    }

    /// The bans that were in force then, by subject.
    public Uni<Page<Ban>> bans(Caller caller, String id, long at, PageRequest page) {
        return reader.owned(caller, id, (_, _) -> true)
                .flatMap(_ -> past(caller, id, at))
                .map(past -> past.access().bans(page, past.when()));
    }

    private Uni<PastAccess> past(Caller caller, String id, long at) {
        RoomKey key = RoomReader.key(caller, id);
        return reader.look(caller, key, room -> known(room, at))
                .flatMap(known -> stored.complete(key, known, () -> store.access(key, at)))
                .map(found -> found.orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "Of this room it was not kept who was in it at first.")));
    }

    private static Known<Optional<PastAccess>> known(Room room, long at) {
        return new Known<>(Optional.empty(), room.isStored(PastReader.happened(at, room.sequence())));
    }
}
