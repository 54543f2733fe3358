package dev.atrium.media.testing;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.testing.TestTopics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads all of `media.events`, or of another topic, as other services do.
public final class MediaEvents implements AutoCloseable {

    private final TestTopics topics = TestTopics.ofService();
    private final Topic topic;

    private MediaEvents(Topic topic) {
        this.topic = topic;
    }

    public static MediaEvents fromTheBeginning() {
        return fromTheBeginning(Topic.MEDIA_EVENTS);
    }

    public static MediaEvents fromTheBeginning(Topic topic) {
        return new MediaEvents(topic);
    }

    /// The first records about a file, or what else is the subject, once so many are there.
    public List<ConsumerRecord<byte[], byte[]>> about(String file, int count) {
        return await().until(() -> allAbout(file), records -> records.size() >= count);
    }

    /// All records about a file that were sent before this call.
    public List<ConsumerRecord<byte[], byte[]>> allAbout(String file) {
        return topics.about(topic, file);
    }

    public static CloudEvent decoded(ConsumerRecord<byte[], byte[]> record) {
        return CloudEvent.decode(record).orElseThrow();
    }

    @Override
    public void close() {
        topics.close();
    }
}
