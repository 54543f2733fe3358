package dev.atrium.platform.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PresentTopicTest {

    private final TopicConfig production = new Production();

    @Test
    void asItWasAskedForItHasNoShortcomings() {
        for (Topic topic : Topic.values()) {
            PresentTopic present = new PresentTopic(topic, topic.partitions(production), 3, topic.settings(production));

            assertEquals(List.of(), present.shortcomings(production));
            assertEquals(Map.of(), present.toBeKept(production));
        }
    }

    @Test
    void whatABrokerMakesByItselfIsWantingInEverything() {
        Map<String, String> byTheBroker = Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "604800000",
                "retention.bytes", "-1",
                "min.insync.replicas", "1");

        PresentTopic present = new PresentTopic(Topic.MEDIA_EVENTS, 1, 1, byTheBroker);

        assertEquals(
                List.of(
                        "partitions=1 instead of 4",
                        "replicas=1 instead of 3",
                        "min.insync.replicas=1 instead of 2",
                        "retention.ms=604800000 instead of -1"),
                present.shortcomings(production));
        assertEquals(Map.of("retention.ms", "-1"), present.toBeKept(production));
    }

    @Test
    void whatIsKeptForEverIsNeitherCompactedNorLimited() {
        PresentTopic present =
                present(Topic.ROOMS_LOG, Map.of("cleanup.policy", "compact", "retention.bytes", "1073741824"));

        assertEquals(Map.of("cleanup.policy", "delete", "retention.bytes", "-1"), present.toBeKept(production));
    }

    @Test
    void whoKeepsMoreThanAskedForIsLetAlone() {
        PresentTopic longer = present(Topic.USAGE_EVENTS, Map.of("retention.ms", "-1", "min.insync.replicas", "3"));
        PresentTopic shorter = present(Topic.USAGE_EVENTS, Map.of("retention.ms", "3600000"));

        assertEquals(List.of(), longer.shortcomings(production));
        assertEquals(List.of("retention.ms=3600000 instead of 604800000"), shorter.shortcomings(production));
        assertEquals(Map.of(), shorter.toBeKept(production));
    }

    @Test
    void whatNamesPeopleIsGoneAfterAMonthAndNothingKeepsItForEver() {
        Map<String, String> settings = Topic.IDENTITY_EVENTS.settings(production);
        PresentTopic earlier = present(Topic.IDENTITY_EVENTS, Map.of("retention.ms", "-1"));

        assertEquals("delete", settings.get("cleanup.policy"));
        assertEquals(Long.toString(Duration.ofDays(30).toMillis()), settings.get("retention.ms"));
        assertEquals(Long.toString(Duration.ofDays(1).toMillis()), settings.get("segment.ms"));
        assertEquals(Map.of(), present(Topic.IDENTITY_EVENTS, Map.of()).toBeKept(production));
        // Of how much of it others still have to read only its operator knows.
        assertEquals(Map.of(), earlier.toBeKept(production));
        assertEquals(List.of(), earlier.shortcomings(production));
    }

    private PresentTopic present(Topic topic, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(topic.settings(production));
        settings.putAll(changes);
        return new PresentTopic(topic, 100, 3, settings);
    }

    private static final class Production implements TopicConfig {

        @Override
        public int shards() {
            return 8;
        }

        @Override
        public int eventPartitions() {
            return 4;
        }

        @Override
        public short replicationFactor() {
            return 3;
        }

        @Override
        public int minInSyncReplicas() {
            return 2;
        }
    }
}
