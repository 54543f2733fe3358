package dev.atrium.search.ingest;

import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Gives passages their vectors (SR-5), behind those who put them into the index: what a text takes holds up
/// neither who may read what, nor what is deleted, nor what is found by its words. Authors take turns, so that
/// the texts of one do not hold up those of all others. Which passages await one stands in the index, so nothing
/// is forgotten when the process ends. Belongs to one thread.
@Singleton
public class Vectors {

    private static final Logger LOG = Logger.getLogger(Vectors.class);

    /// Of one author in a turn, unless a part of a text has more: some 1.2 s of one core.
    private static final int PASSAGES_AT_ONCE = 64;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final SearchIndex index;
    private final Rooms rooms;
    private final Embeddings embeddings;
    private final Counter withoutVector;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("search-vectors").daemon().unstarted(this::untilStopped);

    /// Who had the last turn.
    private String author = "";

    public Vectors(SearchIndex index, Rooms rooms, Embeddings embeddings, MeterRegistry metrics) {
        this.index = index;
        this.rooms = rooms;
        this.embeddings = embeddings;
        this.withoutVector = metrics.counter("atrium.search.passages.without.vector");
    }

    /// Where there is no model, passages wait until the service is started with one.
    void start() {
        if (embeddings.possible()) {
            thread.start();
        }
    }

    /// Before the index is closed.
    void stop() {
        stopping.countDown();
        try {
            if (thread.isAlive() && !thread.join(STOP_TIMEOUT)) {
                LOG.warn("a text takes long to be embedded; it is embedded again after the next start");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilStopped() {
        try {
            Duration pause = Duration.ZERO;
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = someOrWait();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration someOrWait() {
        try {
            return embedSome() ? Duration.ZERO : PAUSE;
        } catch (IOException e) {
            LOG.debugf(e, "passages wait for their vectors, because the index cannot be used");
            return PAUSE_AFTER_FAILURE;
        } catch (RuntimeException e) {
            LOG.error("passages wait for their vectors", e);
            return PAUSE_AFTER_FAILURE;
        }
    }

    /// Gives vectors to some passages of the author whose turn it is.
    ///
    /// @return false if none awaits one, or it is being stopped
    /// @throws IOException also because the index is not open
    public boolean embedSome() throws IOException {
        SearchIndex.Feed feed = index.feed();
        Optional<SearchIndex.Awaiting> next = feed.awaiting(author, PASSAGES_AT_ONCE);
        if (next.isEmpty()) {
            return false;
        }
        author = next.get().author();
        List<Change.Put> parts = next.get().parts();
        List<Optional<Vector>> vectors =
                embeddings.of(parts.stream().flatMap(this::texts).toList());
        if (stopping.getCount() == 0) {
            // The model may be closed already: that says nothing about the texts.
            return false;
        }
        withoutVector.increment(
                (double) vectors.stream().filter(Optional::isEmpty).count());
        List<Change> embedded = new ArrayList<>(parts.size());
        int from = 0;
        for (Change.Put part : parts) {
            int to = from + (int) part.awaited().count();
            embedded.add(new Change.Embed(part, vectors.subList(from, to)));
            from = to;
        }
        feed.apply(embedded, Map.of());
        return true;
    }

    /// What is embedded: each passage with the name of its room and its title before it, because a piece alone often
    /// does not say what it is about.
    private Stream<String> texts(Change.Put part) {
        Source source = part.source();
        Optional<String> room =
                Optional.ofNullable(source.room()).flatMap(rooms::get).map(Room::name);
        return part.awaited()
                .map(passage -> Stream.of(room, Optional.ofNullable(source.title()), Optional.of(passage.text()))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(". ")));
    }
}
