package dev.atrium.media.upload;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.ComponentTest;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicCheck;
import dev.atrium.platform.event.TopicConfig;
import dev.atrium.platform.kafka.KafkaClients;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/// The broker may have made the topic itself, and deletes then after a week.
@ComponentTest
final class KeptEventsTest {

    private static final ConfigResource EVENTS =
            new ConfigResource(ConfigResource.Type.TOPIC, Topic.MEDIA_EVENTS.topicName());

    @Inject
    TopicConfig config;

    @Inject
    KafkaClients kafka;

    @Test
    void whatIsToBeKeptForEverIsKeptWhoeverMadeTheTopic() throws Exception {
        try (Admin admin = kafka.admin(Map.of())) {
            // The second is let alone, and shows that both have come into effect.
            admin.incrementalAlterConfigs(
                            Map.of(EVENTS, List.of(set("retention.ms", "604800000"), set("segment.ms", "604800001"))))
                    .all()
                    .get();
            await().until(() -> setting(admin, "segment.ms").equals("604800001"));

            Map<String, List<String>> shortcomings = new TopicCheck(admin, config).run();

            await().until(() -> setting(admin, "retention.ms").equals("-1"));
            assertFalse(shortcomings.containsKey(Topic.MEDIA_EVENTS.topicName()), shortcomings::toString);
        }
    }

    @Test
    void theBrokerTellsForHowLongItKnowsWhatWasRead() throws Exception {
        try (Admin admin = kafka.admin(Map.of())) {
            Duration known = new TopicCheck(admin, config).offsetsRetention().orElseThrow();

            assertTrue(known.compareTo(Duration.ofDays(7)) >= 0, known::toString);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static String setting(Admin admin, String name) throws Exception {
        Map<ConfigResource, Config> present =
                admin.describeConfigs(List.of(EVENTS)).all().get();
        return Objects.requireNonNull(present.get(EVENTS)).get(name).value();
    }
}
