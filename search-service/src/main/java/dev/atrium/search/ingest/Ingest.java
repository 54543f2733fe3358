package dev.atrium.search.ingest;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Follower;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.index.SearchIndex;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Follows the topics from the start of the service to its end. Also while Kafka is away: what is indexed stays
/// findable, and following begins when the topics are there.
@ApplicationScoped
public class Ingest {

    private static final List<Topic> TOPICS = List.of(Topic.ROOMS_LOG, Topic.MEDIA_EVENTS);

    private final String bootstrapServers;
    private final TopicSetup topics;
    private final Indexer indexer;
    private final SearchIndex index;
    private volatile @Nullable Follower follower;
    private boolean stopped;

    Ingest(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            TopicSetup topics,
            Indexer indexer,
            SearchIndex index) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.indexer = indexer;
        this.index = index;
    }

    /// Whether all that stood in the topics at the start is indexed.
    public boolean caughtUp() {
        Follower following = follower;
        return following != null && following.caughtUp();
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(this::follow);
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        indexer.stop();
        Follower following = end();
        if (following != null) {
            following.close();
        }
        index.close();
    }

    private synchronized void follow() {
        if (!stopped) {
            follower = Follower.start("search-follower", bootstrapServers, TOPICS, indexer);
        }
    }

    private synchronized @Nullable Follower end() {
        stopped = true;
        return follower;
    }

    @Produces
    @Singleton
    static Indexer indexer(
            SearchIndex index, Rooms rooms, Embeddings embeddings, InstantSource clock, MeterRegistry metrics) {
        return new Indexer(index, rooms, embeddings, clock, metrics);
    }
}
