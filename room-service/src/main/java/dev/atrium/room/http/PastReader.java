package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.chat.Span;
import dev.atrium.room.checkpoint.PastStore;
import dev.atrium.room.http.StoredReader.Known;
import dev.atrium.room.tinybase.Document;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Rooms as they were at a sequence number. Whoever may read a room may read all of its past; a text that was deleted
/// stays so.
@ApplicationScoped
public final class PastReader {

    private final RoomReader reader;
    private final StoredReader stored;
    private final PastStore store;
    private final PastAccessReader access;

    PastReader(RoomReader reader, StoredReader stored, PastStore store, PastAccessReader access) {
        this.reader = reader;
        this.stored = stored;
        this.store = store;
        this.access = access;
    }

    /// How the room was described.
    Uni<RoomView> room(Caller caller, String id, long at) {
        return access.room(caller, id, at);
    }

    Uni<Excerpt.Messages> messages(Caller caller, String id, Span span, long at) {
        RoomKey key = RoomReader.key(caller, id);
        return reader.look(caller, key, room -> known(room, at))
                .flatMap(known -> stored.complete(key, known, () -> store.messages(key, span, at)));
    }

    /// What a message said, the newest first: nothing if it is deleted, or hidden from the caller.
    ///
    /// @param below only what it said from before this sequence number on
    Uni<Page<MessageVersion>> versions(Caller caller, String id, String message, PageRequest page, long below) {
        return reader.seen(caller, id, message)
                .flatMap(seen -> seen.isOpen()
                        ? versions(caller, RoomReader.key(caller, id), message, page, below)
                        : Uni.createFrom().item(new Page<>(List.of(), null)));
    }

    private Uni<Page<MessageVersion>> versions(
            Caller caller, RoomKey key, String message, PageRequest page, long below) {
        return wholly(
                caller,
                key,
                () -> store.versions(key, message, below, page.limitPlusOne())
                        .map(found -> page.cut(
                                found.stream().map(MessageVersion::of).toList(),
                                version -> Long.toString(version.version()))));
    }

    /// What a cell or a value of the document was, and who made it so; the newest first.
    ///
    /// @param path as [dev.atrium.room.tinybase.StoredLeaf] has it
    /// @param below only what it was from before this sequence number on
    Uni<Page<DocumentVersion>> leaf(Caller caller, String id, String path, PageRequest page, long below) {
        RoomKey key = RoomReader.key(caller, id);
        return wholly(
                caller,
                key,
                () -> store.held(key, path, below, page.limitPlusOne())
                        .map(found -> page.cut(
                                found.stream().map(DocumentVersion::of).toList(),
                                version -> Long.toString(version.version()))));
    }

    /// Reads from the store once it has all that happened in the room.
    private <T> Uni<T> wholly(Caller caller, RoomKey key, Supplier<Uni<T>> read) {
        Uni<Known<T>> known =
                reader.look(caller, key, room -> new Known<>(Optional.empty(), room.isStored(room.sequence())));
        return known.flatMap(memory -> stored.complete(key, memory, read));
    }

    /// @param at null for now
    Uni<DocumentView> document(Caller caller, String id, @Nullable Long at) {
        RoomKey key = RoomReader.key(caller, id);
        Uni<Known<DocumentView>> known = reader.look(caller, key, room -> {
            boolean isNow = at == null || at == room.sequence();
            return new Known<>(
                    isNow ? Optional.of(DocumentView.of(room.document(), room.sequence())) : Optional.empty(),
                    isStored(room, at == null ? room.sequence() : at));
        });
        long then = at == null ? 0 : at;
        return known.flatMap(memory -> stored.complete(key, memory, () -> past(key, then)));
    }

    private Uni<DocumentView> past(RoomKey key, long at) {
        return store.document(key, at).map((Document document) -> DocumentView.of(document, at));
    }

    /// All of the room must be stored, not only what it was then: a later deletion counts for the past too.
    private static Known<Excerpt.Messages> known(Room room, long at) {
        happened(at, room.sequence());
        return new Known<>(Optional.empty(), room.isStored(room.sequence()));
    }

    private static boolean isStored(Room room, long at) {
        return room.isStored(happened(at, room.sequence()));
    }

    /// @throws ProblemException `invalid-request` if nothing has happened there yet
    public static long happened(long at, long sequence) {
        if (at > sequence) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Nothing has happened yet at " + at + ": the last thing was " + sequence + ".");
        }
        return at;
    }
}
