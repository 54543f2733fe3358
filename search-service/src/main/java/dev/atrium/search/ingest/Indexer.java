package dev.atrium.search.ingest;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.SearchIndex;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Puts into the index what happens in topics (SR-1). Every step can be repeated without effect, so that a
/// batch which failed half-way, or is read again after a crash, needs no care. Of several beside each
/// other, one at most is given rooms.
public final class Indexer implements Projection {

    private static final Logger LOG = Logger.getLogger(Indexer.class);
    private static final int PASSAGES_AT_ONCE = 64;

    /// So many passages of a source get a vector at most, the first ones; the others are found by their
    /// words. Vectors are dear, and a search looks for the best passage of each source.
    private static final int EMBEDDED_MAX = 200;

    private final SearchIndex index;
    private final Rooms rooms;
    private final InstantSource clock;
    private final Counter indexed;
    private final Counter withoutVector;
    private final Counter refused;
    private final Timer age;
    /// Null before it was asked for its positions.
    private volatile SearchIndex.@Nullable Feed feed;

    private volatile boolean stopping;

    public Indexer(SearchIndex index, Rooms rooms, InstantSource clock, MeterRegistry metrics) {
        this.index = index;
        this.rooms = rooms;
        this.clock = clock;
        this.indexed = metrics.counter("atrium.search.passages.indexed");
        this.withoutVector = metrics.counter("atrium.search.passages.without.vector");
        this.refused = metrics.counter("atrium.search.records.refused");
        this.age = metrics.timer("atrium.search.message.age");
    }

    @Override
    public Map<TopicPartition, Position> positions() throws IOException {
        SearchIndex.Feed opened = index.feed();
        feed = opened;
        return opened.positions();
    }

    /// Not once the index was closed by a failure, be it somebody else's: it may have lost what was put
    /// into it.
    @Override
    public boolean isIntact() {
        SearchIndex.Feed opened = feed;
        return opened == null || opened.isOpen();
    }

    /// What is in the index stays, as nobody else has what the topics have lost.
    @Override
    public void restart(Set<TopicPartition> partitions) throws IOException {
        Map<TopicPartition, Position> anew =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> Position.START));
        Objects.requireNonNull(feed, "positions come first").apply(List.of(), anew);
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws IOException {
        // First of all, because what is taken from somebody must not wait for texts.
        List<Change> changes = new ArrayList<>(learn(batch));
        List<Instant> posted = new ArrayList<>();
        int passages = 0;
        for (Followed followed : batch) {
            List<Change> read = isLearned(followed) ? List.of() : read(followed);
            // The index is asked how much there is before a later part of a text.
            if (passages >= PASSAGES_AT_ONCE || read.stream().anyMatch(Indexer::isLaterPart)) {
                write(changes, posted, Map.of());
                changes.clear();
                posted.clear();
                passages = 0;
            }
            changes.addAll(read);
            if (followed instanceof Followed.InRoom(RoomEvent.MessagePosted message)) {
                posted.add(message.at());
            }
            passages += read.stream().mapToInt(Indexer::passages).sum();
        }
        write(changes, posted, positions);
    }

    /// Lets a batch end early; what it leaves out is read again at the next start.
    public void stop() {
        stopping = true;
    }

    /// @param posted when the messages among the changes were posted
    private void write(List<Change> changes, List<Instant> posted, Map<TopicPartition, Position> positions)
            throws IOException {
        if (stopping) {
            throw new CancellationException("indexing stops");
        }
        SearchIndex.Feed opened = Objects.requireNonNull(feed, "positions come first");
        opened.apply(awaiting(changes, opened), positions);
        posted.forEach(at -> age.record(Duration.between(at, clock.instant())));
    }

    /// What is read again changes nothing, but the index may lack it.
    private Change learned(Change change) {
        return change instanceof Change.Know(Room room) ? new Change.Know(rooms.put(room)) : change;
    }

    /// A record that makes no sense must not hold up those behind it.
    private List<Change> read(Followed followed) {
        try {
            return Reading.of(followed).stream()
                    .filter(change -> !isOfRoomThatIsGone(change))
                    .toList();
        } catch (RuntimeException e) {
            refuse(followed, e);
            return List.of();
        }
    }

    /// What files tell may come behind the end of their room, which removed all that was in it. It may also end
    /// before this is applied: the index looks once more.
    private boolean isOfRoomThatIsGone(Change change) {
        return change instanceof Change.Put put
                && put.source().room() != null
                && rooms.get(put.source().room()).filter(Room::isGone).isPresent();
    }

    private void refuse(Followed followed, RuntimeException e) {
        refused.increment();
        LOG.errorf(e, "a record is passed over, because it cannot be indexed: %s", origin(followed));
    }

    /// Whether nothing is left to be done about it once it is known at once; what was in a deleted room
    /// must go.
    private static boolean isLearned(Followed followed) {
        return followed instanceof Followed.InRoom(RoomEvent event)
                && !(event instanceof RoomEvent.RoomDeleted)
                && (event instanceof RoomEvent.RoomCreated || event instanceof RoomEvent.AccessChange);
    }

    /// What happened to rooms is known at once.
    ///
    /// @return of each of these rooms, how it is at the end
    private Collection<Change> learn(List<Followed> batch) {
        Map<String, Change> known = new LinkedHashMap<>();
        Map<String, List<RoomEvent.AccessChange>> changes = new LinkedHashMap<>();
        for (Followed followed : batch) {
            if (followed instanceof Followed.InRoom(RoomEvent.AccessChange change)) {
                changes.computeIfAbsent(change.room(), _ -> new ArrayList<>()).add(change);
            } else if (followed instanceof Followed.InRoom(RoomEvent.RoomCreated created)) {
                read(followed).forEach(change -> known.put(created.room(), learned(change)));
            }
        }
        changes.forEach((room, all) -> changed(room, all).ifPresent(now -> known.put(room, new Change.Know(now))));
        return known.values();
    }

    private Optional<Room> changed(String room, List<RoomEvent.AccessChange> changes) {
        try {
            return rooms.change(room, changes);
        } catch (RuntimeException e) {
            if (changes.size() == 1) {
                refuse(new Followed.InRoom(changes.getFirst()), e);
                return rooms.get(room);
            }
            // One of them makes no sense.
            changes.forEach(change -> changed(room, List.of(change)));
            return rooms.get(room);
        }
    }

    /// The same, with marks at the passages that are to get vectors.
    private List<Change> awaiting(List<Change> changes, SearchIndex.Feed opened) throws IOException {
        List<Change> marked = new ArrayList<>(changes.size());
        for (Change change : changes) {
            marked.add(change instanceof Change.Put put ? marked(put, embeddable(put, opened)) : change);
        }
        return marked;
    }

    private Change.Put marked(Change.Put put, int count) {
        List<Passage> passages = new ArrayList<>(put.passages());
        passages.subList(0, count).replaceAll(Passage::awaiting);
        indexed.increment(passages.size());
        withoutVector.increment((double) passages.size() - count);
        return new Change.Put(put.source(), put.part(), passages);
    }

    /// How many of the passages get a vector.
    private static int embeddable(Change.Put put, SearchIndex.Feed opened) throws IOException {
        int before = put.part() == 0 ? 0 : opened.passages(put.source(), put.part());
        return Math.clamp((long) EMBEDDED_MAX - before, 0, put.passages().size());
    }

    private static int passages(Change change) {
        return change instanceof Change.Put put ? put.passages().size() : 0;
    }

    private static boolean isLaterPart(Change change) {
        return change instanceof Change.Put put && put.part() > 0;
    }

    private static String origin(Followed followed) {
        return switch (followed) {
            case Followed.InRoom(RoomEvent event) -> "room=" + event.room() + " sequence=" + event.sequence();
            case Followed.Elsewhere(CloudEvent event) -> "event=" + event.id();
        };
    }
}
