package dev.atrium.gateway.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.testing.TestTopics;
import java.util.List;
import java.util.Optional;

/// What the gateway and the other services tell each other.
public final class Events {

    private Events() {}

    /// Writes events as other services do; returns when they are there.
    public static void write(CloudEvent... events) {
        try (TestTopics topics = TestTopics.ofService()) {
            topics.send(events);
        }
    }

    /// All events of a topic about one thing that are in Kafka now.
    public static List<CloudEvent> about(Topic topic, String subject) {
        try (TestTopics topics = TestTopics.ofService()) {
            return topics.about(topic, subject).stream()
                    .map(CloudEvent::decode)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }
}
