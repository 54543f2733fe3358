package dev.atrium.platform.follow;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.kafka.KafkaClients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [Follower] for as long as a service runs, from when Kafka can be reached. Thread-safe.
public final class Following {

    private final String name;
    private final KafkaClients kafka;
    private final List<Topic> topics;
    private final Projection projection;
    private @Nullable Follower follower;
    private boolean stopped;

    /// @param name of the follower, in the log and towards Kafka
    public Following(String name, KafkaClients kafka, List<Topic> topics, Projection projection) {
        this.name = name;
        this.kafka = kafka;
        this.topics = List.copyOf(topics);
        this.projection = projection;
    }

    /// Begins to follow as soon as the topics are there; to be called once.
    public void start(TopicSetup setup) {
        setup.ready().thenRun(this::follow);
    }

    /// As [Follower#caughtUp]; false before it follows.
    public boolean caughtUp() {
        Follower running = follower();
        return running != null && running.caughtUp();
    }

    /// As [Follower#close]; nothing is followed after.
    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        Follower running = follower();
        if (running != null) {
            running.close();
        }
    }

    private synchronized void follow() {
        if (!stopped) {
            follower = Follower.start(name, kafka, topics, projection);
        }
    }

    private synchronized @Nullable Follower follower() {
        return follower;
    }
}
