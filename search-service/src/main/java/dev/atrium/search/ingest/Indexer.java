package dev.atrium.search.ingest;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// Puts into the index what happens in the topics (SR-1). Every step can be repeated without effect, so that a batch
/// which failed half-way, or is read again after a crash, needs no care.
public final class Indexer implements Projection {

    private static final Logger LOG = Logger.getLogger(Indexer.class);
    private static final int PASSAGES_AT_ONCE = 64;

    private final SearchIndex index;
    private final Rooms rooms;
    private final Embeddings embeddings;
    private final InstantSource clock;
    private final Counter indexed;
    private final Counter withoutVector;
    private final Counter refused;
    private final Timer age;
    private volatile boolean stopping;

    public Indexer(SearchIndex index, Rooms rooms, Embeddings embeddings, InstantSource clock, MeterRegistry metrics) {
        this.index = index;
        this.rooms = rooms;
        this.embeddings = embeddings;
        this.clock = clock;
        this.indexed = metrics.counter("atrium.search.passages.indexed");
        this.withoutVector = metrics.counter("atrium.search.passages.without.vector");
        this.refused = metrics.counter("atrium.search.records.refused");
        this.age = metrics.timer("atrium.search.message.age");
    }

    @Override
    public Map<TopicPartition, Position> positions() throws IOException {
        return index.positions();
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws IOException {
        List<Change> changes = new ArrayList<>();
        List<Instant> posted = new ArrayList<>();
        int passages = 0;
        for (Followed followed : batch) {
            List<Change> read = read(followed);
            changes.addAll(read);
            if (followed instanceof Followed.InRoom(RoomEvent.MessagePosted message)) {
                posted.add(message.at());
            }
            passages += read.stream().mapToInt(Indexer::passages).sum();
            if (passages >= PASSAGES_AT_ONCE) {
                write(changes, posted, Map.of());
                changes.clear();
                posted.clear();
                passages = 0;
            }
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
        index.apply(embedded(changes), positions);
        posted.forEach(at -> age.record(Duration.between(at, clock.instant())));
    }

    /// What is known of rooms is known at once. What is read again changes nothing, but the index may lack it.
    private Change learned(Change change) {
        return change instanceof Change.Know(Room room) ? new Change.Know(rooms.put(room)) : change;
    }

    /// A record that makes no sense must not hold up those behind it.
    private List<Change> read(Followed followed) {
        try {
            if (followed instanceof Followed.InRoom(RoomEvent.AccessChange change)) {
                return rooms.change(change).<Change>map(Change.Know::new).stream()
                        .toList();
            }
            return Reading.of(followed).stream().map(this::learned).toList();
        } catch (RuntimeException e) {
            refused.increment();
            LOG.errorf(e, "a record is passed over, because it cannot be indexed: %s", origin(followed));
            return List.of();
        }
    }

    private List<Change> embedded(List<Change> changes) {
        List<String> texts = changes.stream().flatMap(this::texts).toList();
        List<Optional<Vector>> vectors = embeddings.of(texts);
        indexed.increment(vectors.size());
        withoutVector.increment(
                (double) vectors.stream().filter(Optional::isEmpty).count());
        List<Change> embedded = new ArrayList<>(changes.size());
        int next = 0;
        for (Change change : changes) {
            if (change instanceof Change.Put put) {
                int count = put.passages().size();
                embedded.add(with(put, vectors.subList(next, next + count)));
                next += count;
            } else {
                embedded.add(change);
            }
        }
        return embedded;
    }

    private static Change with(Change.Put put, List<Optional<Vector>> vectors) {
        List<Passage> passages = new ArrayList<>(vectors.size());
        for (int i = 0; i < vectors.size(); i++) {
            passages.add(
                    new Passage(put.passages().get(i).text(), vectors.get(i).orElse(null)));
        }
        return new Change.Put(put.source(), put.part(), passages);
    }

    /// What is embedded of a change: each passage with the name of its room and its title before it, because a piece
    /// alone often does not say what it is about.
    private Stream<String> texts(Change change) {
        if (!(change instanceof Change.Put put)) {
            return Stream.empty();
        }
        Source source = put.source();
        Optional<String> room =
                Optional.ofNullable(source.room()).flatMap(rooms::get).map(Room::name);
        return put.passages().stream()
                .map(passage -> Stream.of(room, Optional.ofNullable(source.title()), Optional.of(passage.text()))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(". ")));
    }

    private static int passages(Change change) {
        return change instanceof Change.Put put ? put.passages().size() : 0;
    }

    private static String origin(Followed followed) {
        return switch (followed) {
            case Followed.InRoom(RoomEvent event) -> "room=" + event.room() + " sequence=" + event.sequence();
            case Followed.Elsewhere(CloudEvent event) -> "event=" + event.id();
        };
    }
}
