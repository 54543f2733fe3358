package dev.atrium.platform.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A topic as Kafka has it, to be compared with what is asked for.
///
/// @param replicas of the partition that has fewest
/// @param settings by their names in Kafka
record PresentTopic(Topic topic, int partitions, int replicas, Map<String, String> settings) {

    private static final String POLICY = "cleanup.policy";
    private static final List<String> RETENTION = List.of("retention.ms", "retention.bytes");
    private static final String IN_SYNC = "min.insync.replicas";

    PresentTopic {
        settings = Map.copyOf(settings);
    }

    /// In what there is less of it than is asked for: fewer partitions or replicas, or what is deleted
    /// earlier. More harms nobody.
    List<String> shortcomings(TopicConfig config) {
        Map<String, String> wanted = topic.settings(config);
        List<String> found = new ArrayList<>();
        compare("partitions", partitions, topic.partitions(config), found);
        compare("replicas", replicas, config.replicationFactor(), found);
        compare(IN_SYNC, number(IN_SYNC, settings), number(IN_SYNC, wanted), found);
        String policy = wanted.getOrDefault(POLICY, "");
        if (!policy.equals(settings.get(POLICY))) {
            found.add(POLICY + "=" + settings.get(POLICY) + " instead of " + policy);
        }
        if (policy.equals("delete")) {
            RETENTION.forEach(name -> compare(name, kept(name, settings), kept(name, wanted), found));
        }
        return found;
    }

    /// What must be set so that nothing is deleted of a topic that is to be kept for ever; nothing for the
    /// others, which may be kept for as long as their operator likes.
    Map<String, String> toBeKept(TopicConfig config) {
        Map<String, String> changes = new TreeMap<>();
        if (topic.isKept()) {
            topic.settings(config).forEach((name, value) -> {
                if ((name.equals(POLICY) || RETENTION.contains(name)) && !value.equals(settings.get(name))) {
                    changes.put(name, value);
                }
            });
        }
        return changes;
    }

    private static void compare(String name, long present, long wanted, List<String> found) {
        if (present < wanted) {
            found.add(name + "=" + present + " instead of " + (wanted == Long.MAX_VALUE ? -1 : wanted));
        }
    }

    /// In Kafka -1 is without end.
    private static long kept(String name, Map<String, String> settings) {
        long value = number(name, settings);
        return value < 0 ? Long.MAX_VALUE : value;
    }

    private static long number(String name, Map<String, String> settings) {
        return Long.parseLong(settings.getOrDefault(name, "0"));
    }
}
