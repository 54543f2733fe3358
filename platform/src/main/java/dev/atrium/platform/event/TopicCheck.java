package dev.atrium.platform.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.jboss.logging.Logger;

/// Looks whether the topics are as they were asked for: they may have been created by the broker itself, by
/// somebody else, or before the settings of today.
public final class TopicCheck {

    private static final Logger LOG = Logger.getLogger(TopicCheck.class);
    private static final int TIMEOUT_MS = 10_000;

    private final Admin admin;
    private final TopicConfig config;

    public TopicCheck(Admin admin, TopicConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /// Has topics that are to be kept for ever be kept, which is an ERROR in the log, and tells what else
    /// there is less of than is asked for. The topics must exist.
    ///
    /// @return shortcomings by the topic's name, in its order
    /// @throws ExecutionException if the broker does not tell, as where it does not allow it
    public Map<String, List<String>> run() throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, List<String>> shortcomings = new TreeMap<>();
        for (PresentTopic present : present()) {
            List<String> found = kept(present).shortcomings(config);
            if (!found.isEmpty()) {
                shortcomings.put(present.topic().topicName(), found);
            }
        }
        return shortcomings;
    }

    /// For how long the brokers know what a group has read of which no member is there; empty if they keep
    /// that to themselves.
    ///
    /// @throws ExecutionException as of [#run]
    public Optional<Duration> offsetsRetention() throws InterruptedException, ExecutionException, TimeoutException {
        Node broker = get(admin.describeCluster().nodes()).iterator().next();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        Config settings = Objects.requireNonNull(
                get(admin.describeConfigs(List.of(resource)).all()).get(resource));
        return Optional.ofNullable(settings.get("offsets.retention.minutes"))
                .map(ConfigEntry::value)
                .map(minutes -> Duration.ofMinutes(Long.parseLong(minutes)));
    }

    private List<PresentTopic> present() throws InterruptedException, ExecutionException, TimeoutException {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        Map<String, TopicDescription> topics = get(admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> settings = get(
                admin.describeConfigs(names.stream().map(TopicCheck::resource).toList())
                        .all());
        List<PresentTopic> present = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            TopicDescription description = topics.get(topic.topicName());
            Config config = settings.get(resource(topic.topicName()));
            if (description != null && config != null) {
                present.add(present(topic, description, config));
            }
        }
        return present;
    }

    private static PresentTopic present(Topic topic, TopicDescription description, Config config) {
        return new PresentTopic(
                topic,
                description.partitions().size(),
                description.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0),
                config.entries().stream()
                        .filter(entry -> entry.value() != null)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
    }

    /// @return the topic as it is then
    private PresentTopic kept(PresentTopic present) throws InterruptedException, TimeoutException {
        Map<String, String> changes = present.toBeKept(config);
        if (changes.isEmpty()) {
            return present;
        }
        String name = present.topic().topicName();
        try {
            set(present.topic(), changes);
        } catch (ExecutionException e) {
            LOG.errorf("%s is to be kept for ever, and cannot be set to it: wanted=%s error=%s", name, changes, e);
            return present;
        }
        LOG.errorf("%s was not kept for ever, and is from now on; look for what is missing: now=%s", name, changes);
        Map<String, String> settings = new TreeMap<>(present.settings());
        settings.putAll(changes);
        return new PresentTopic(present.topic(), present.partitions(), present.replicas(), settings);
    }

    private void set(Topic topic, Map<String, String> changes)
            throws InterruptedException, ExecutionException, TimeoutException {
        Collection<AlterConfigOp> operations = changes.entrySet().stream()
                .map(change -> new AlterConfigOp(
                        new ConfigEntry(change.getKey(), change.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        get(admin.incrementalAlterConfigs(Map.of(resource(topic.topicName()), operations))
                .all());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
