package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Page;
import dev.atrium.room.access.Membership;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Glimpse;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.chat.Span;
import dev.atrium.room.checkpoint.RoomLists;
import dev.atrium.room.checkpoint.RoomStore;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.live.LiveView;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a caller may read of rooms; what it may not read is as if it were not there.
@ApplicationScoped
public final class RoomReader {

    private final Rooms rooms;
    private final RoomStore store;
    private final RoomLists lists;
    private final InstantSource clock;

    RoomReader(Rooms rooms, RoomStore store, RoomLists lists, InstantSource clock) {
        this.rooms = rooms;
        this.store = store;
        this.lists = lists;
        this.clock = clock;
    }

    Uni<RoomView> room(Caller caller, String id) {
        return look(caller, key(caller, id), Room::view);
    }

    /// The members of a room, by subject.
    public Uni<Page<Membership>> members(Caller caller, String id, PageRequest page) {
        return look(caller, key(caller, id), room -> room.access().members(page));
    }

    /// The teams that have a role in a room, by id.
    public Uni<Page<Membership>> teams(Caller caller, String id, PageRequest page) {
        return look(caller, key(caller, id), room -> room.access().teams(page));
    }

    /// What only owners may see.
    public <T> Uni<T> owned(Caller caller, String id, BiFunction<RoomAccess, Instant, T> answer) {
        return look(caller, key(caller, id), room -> {
                    Instant now = clock.instant();
                    return room.roleOf(caller, now)
                            .filter(Role.OWNER::equals)
                            .map(_ -> answer.apply(room.access(), now));
                })
                .map(found -> found.orElseThrow(() -> problem(Decision.Refused.needs(Role.OWNER))));
    }

    /// Somebody's membership.
    ///
    /// @throws ProblemException `not-found` if there is none
    public Uni<Membership> member(Caller caller, String id, String subject) {
        return look(caller, key(caller, id), room -> room.access().member(subject))
                .map(found -> found.orElseThrow(ProblemException::notFound));
    }

    /// Who is here, who types, and what is locked.
    ///
    /// @param page of the people, by subject
    Uni<LiveView> live(Caller caller, String id, PageRequest page) {
        RoomKey key = key(caller, id);
        return look(caller, key, (_, fanout) -> fanout.live().view(key, page));
    }

    /// Messages, which are the same for everybody who may read the room.
    ///
    /// @param ifNoneMatch what the caller has already, as that header says; null: nothing
    Uni<Tagged<Excerpt.Messages>> messages(Caller caller, String id, Span span, @Nullable String ifNoneMatch) {
        return messages(caller, id, ifNoneMatch, room -> room.excerpt(span));
    }

    /// Answers to a message.
    ///
    /// @param ifNoneMatch as for [#messages]
    Uni<Tagged<Excerpt.Messages>> answers(
            Caller caller, String id, String message, Span span, @Nullable String ifNoneMatch) {
        return messages(caller, id, ifNoneMatch, room -> room.answers(message, span));
    }

    private Uni<Tagged<Excerpt.Messages>> messages(
            Caller caller, String id, @Nullable String ifNoneMatch, Function<Room, Excerpt> excerpt) {
        RoomKey key = key(caller, id);
        return look(caller, key, room -> {
                    String tag = RoomTag.of(room.sequence(), room.countsAreStored());
                    return new Tagged<>(tag, RoomTag.isKnown(ifNoneMatch, tag) ? null : excerpt.apply(room));
                })
                .flatMap(found -> complete(key, found));
    }

    private Uni<Tagged<Excerpt.Messages>> complete(RoomKey key, Tagged<Excerpt> found) {
        Excerpt excerpt = found.value();
        if (excerpt == null) {
            return Uni.createFrom().item(new Tagged<>(found.tag(), null));
        }
        return excerpt.missing()
                .map(missing -> orUnavailable(store.messages(key, missing)).map(excerpt::with))
                .orElseGet(() -> Uni.createFrom().item(excerpt.with(List.of())))
                .map(messages -> new Tagged<>(found.tag(), messages));
    }

    /// A message; what is hidden tells its sender and the room's owners all of itself, others only that it is there.
    Uni<MessageView> message(Caller caller, String id, String message) {
        return seen(caller, id, message).map(Seen::view);
    }

    /// A message, for somebody.
    ///
    /// @param whole whether that one sees also what the moderation has hidden
    record Seen(Message message, boolean whole) {

        MessageView view() {
            return whole ? MessageView.full(message) : MessageView.of(message);
        }

        /// Whether what it says, and said, is to be seen.
        boolean isOpen() {
            return whole || !message.hidden();
        }
    }

    /// @throws ProblemException `not-found` if there is none
    Uni<Seen> seen(Caller caller, String id, String message) {
        RoomKey key = key(caller, id);
        return look(caller, key, room -> new Glimpsed(room.glimpse(message), isOwner(caller, room)))
                .flatMap(seen -> known(key, message, seen.glimpse())
                        .map(known -> new Seen(
                                known,
                                seen.owned()
                                        || known.posted().sender().subject().equals(caller.subject()))));
    }

    /// @param owned whether who looks at it is an owner of the room
    private record Glimpsed(Glimpse glimpse, boolean owned) {}

    private boolean isOwner(Caller caller, Room room) {
        return room.roleOf(caller, clock.instant()).filter(Role.OWNER::equals).isPresent();
    }

    private Uni<Message> known(RoomKey key, String message, Glimpse glimpse) {
        return switch (glimpse) {
            case Glimpse.Known known -> Uni.createFrom().item(known.message());
            case Glimpse.Older older ->
                // Without the store only its answers are not counted.
                store.message(key, message, older.upTo())
                        .map(found -> found.map(older::over).orElse(older.message()))
                        .onFailure()
                        .recoverWithItem(older.message());
            case Glimpse.Absent _ -> Uni.createFrom().failure(ProblemException.notFound());
            case Glimpse.Stored stored ->
                orUnavailable(store.message(key, message, stored.upTo()))
                        .map(found -> found.map(stored::over).orElseThrow(ProblemException::notFound));
        };
    }

    /// The rooms that a caller may read.
    Uni<Page<RoomView>> rooms(Caller caller, RoomListing listing, PageRequest page) {
        return listing.byActivity() ? active(caller, listing, page) : newest(caller, listing, page);
    }

    private Uni<Page<RoomView>> newest(Caller caller, RoomListing listing, PageRequest page) {
        UUID below = page.after(RoomReader::idInCursor).orElse(null);
        return orUnavailable(
                        lists.newest(caller.tenant(), caller.subject(), listing.filter(), below, page.limitPlusOne()))
                .map(found -> page.cut(found, RoomView::id));
    }

    private Uni<Page<RoomView>> active(Caller caller, RoomListing listing, PageRequest page) {
        RoomLists.Place behind = page.after(RoomLists.Place::parse).orElse(null);
        return orUnavailable(
                        lists.active(caller.tenant(), caller.subject(), listing.filter(), behind, page.limitPlusOne()))
                .map(found -> page.cut(found, room -> room.place().toString()))
                .map(found -> new Page<>(
                        found.items().stream().map(RoomLists.Active::room).toList(), found.nextCursor()));
    }

    /// How far a room is, and the caller in it.
    public record Known(long lastSequence, long readUpTo) {}

    public Uni<Known> markers(Caller caller, String id) {
        return look(caller, key(caller, id), room -> new Known(room.sequence(), room.readUpTo(caller.subject())));
    }

    /// The caller's own drafts in a room, newest first.
    public Uni<List<Draft>> drafts(Caller caller, String id) {
        RoomKey key = key(caller, id);
        return look(caller, key, room -> room.drafts(caller.subject()))
                .flatMap(unstored -> orUnavailable(store.drafts(key, caller.subject()))
                        .map(stored -> Draft.newest(stored, unstored)));
    }

    /// @throws ProblemException `not-found` if there can be no room of this id
    public static RoomKey key(Caller caller, String id) {
        return RoomKey.parse(caller.tenant(), id).orElseThrow(ProblemException::notFound);
    }

    /// @throws IllegalArgumentException if it is no room's id
    public static UUID idInCursor(String text) {
        return RoomKey.parseId(text).orElseThrow(() -> new IllegalArgumentException("not a room's id"));
    }

    static ProblemException problem(Decision.Refused reason) {
        return new ProblemException(reason.type(), reason.detail(), reason.faults(), null);
    }

    public static <T> Uni<T> orUnavailable(Uni<T> read) {
        return read.onFailure()
                .transform(failure -> new ProblemException(
                        ProblemType.UNAVAILABLE, "What is stored cannot be read at the moment.", failure));
    }

    /// Looks at a room that the caller may read.
    public <T> Uni<T> look(Caller caller, RoomKey key, Function<Room, T> answer) {
        return look(caller, key, (room, _) -> answer.apply(room));
    }

    /// Looks at a room on behalf of nobody: for what the suite does by itself.
    ///
    /// @throws ProblemException `not-found` if there is none
    public <T> Uni<T> inspect(RoomKey key, Function<RoomAccess, T> answer) {
        return Uni.createFrom().emitter(emitter -> rooms.look(key, new Inspection<>(answer, emitter)));
    }

    private record Inspection<T>(Function<RoomAccess, T> answer, UniEmitter<? super T> emitter) implements Visit {

        @Override
        public void enter(Room room, Fanout fanout) {
            if (room.exists()) {
                emitter.complete(answer.apply(room.access()));
            } else {
                emitter.fail(ProblemException.notFound());
            }
        }

        @Override
        public void refused(Decision.Refused reason) {
            emitter.fail(problem(reason));
        }
    }

    private <T> Uni<T> look(Caller caller, RoomKey key, BiFunction<Room, Fanout, T> answer) {
        return Uni.createFrom().emitter(emitter -> rooms.look(key, new Look<>(caller, clock, answer, emitter)));
    }

    private record Look<T>(
            Caller caller, InstantSource clock, BiFunction<Room, Fanout, T> answer, UniEmitter<? super T> emitter)
            implements Visit {

        @Override
        public void enter(Room room, Fanout fanout) {
            if (room.roleOf(caller, clock.instant()).isEmpty()) {
                emitter.fail(ProblemException.notFound());
                return;
            }
            T found;
            try {
                found = answer.apply(room, fanout);
            } catch (ProblemException e) {
                // It is about this question only: thrown on, it would end the shard.
                emitter.fail(e);
                return;
            }
            emitter.complete(found);
        }

        @Override
        public void refused(Decision.Refused reason) {
            emitter.fail(problem(reason));
        }
    }
}
