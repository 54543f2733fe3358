package dev.atrium.search.ingest;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Following;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.index.SearchIndex;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// Follows the topics from the start of the service to its end. Also while Kafka is away: what is indexed
/// stays findable, and following begins when the topics are there. Rooms and files have a thread each: what
/// a long text takes must not hold up who may read what, what is deleted, and what is said. What is dear
/// comes behind both, see [Vectors].
@ApplicationScoped
public class Ingest {

    private final TopicSetup topics;
    private final List<Indexer> indexers;
    private final Vectors vectors;
    private final SearchIndex index;
    private final Following rooms;
    private final Following files;

    Ingest(
            KafkaClients kafka,
            TopicSetup topics,
            Indexer ofRooms,
            Indexer ofFiles,
            Vectors vectors,
            SearchIndex index) {
        this.topics = topics;
        this.vectors = vectors;
        this.indexers = List.of(ofRooms, ofFiles);
        this.index = index;
        this.rooms = new Following("search-rooms", kafka, List.of(Topic.ROOMS_LOG), ofRooms);
        this.files = new Following("search-files", kafka, List.of(Topic.MEDIA_EVENTS), ofFiles);
    }

    /// Whether all that stood in the topics at the start is indexed, and has not been lost since. Before,
    /// somebody may be banned or removed, and something deleted or hidden, of whom and of which the index
    /// does not know it.
    public boolean caughtUp() {
        return rooms.caughtUp() && files.caughtUp();
    }

    /// @throws ProblemException `unavailable` if not [#caughtUp]
    public void requireCaughtUp() {
        if (!caughtUp()) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "Search is still reading what has happened, and with it who may read what; try again later.");
        }
    }

    void start(@Observes StartupEvent event) {
        rooms.start(topics);
        files.start(topics);
        vectors.start();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        indexers.forEach(Indexer::stop);
        rooms.stop();
        files.stop();
        vectors.stop();
        index.close();
    }

    /// Another one for each who follows: it belongs to one thread.
    @Produces
    @Dependent
    static Indexer indexer(SearchIndex index, Rooms rooms, InstantSource clock, MeterRegistry metrics) {
        return new Indexer(index, rooms, clock, metrics);
    }
}
