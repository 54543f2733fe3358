package dev.atrium.jobs.operations;

import dev.atrium.platform.kafka.KafkaClients;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// How far this service's consumer groups are behind their topics, as Kafka itself says: of all nodes,
/// whichever is asked.
@ApplicationScoped
class ConsumerLags {

    private static final Logger LOG = Logger.getLogger(ConsumerLags.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Admin admin;
    private final String application;

    ConsumerLags(KafkaClients kafka, @ConfigProperty(name = "quarkus.application.name") String application) {
        int timeout = (int) TIMEOUT.toMillis();
        this.admin = kafka.admin(Map.of("request.timeout.ms", timeout, "default.api.timeout.ms", timeout));
        this.application = application;
    }

    /// @param records that are in the topic and were not yet taken
    public record Lag(String group, String topic, long records) {}

    /// Of every group and topic, in their order; empty if Kafka does not answer within some seconds.
    List<Lag> read() throws InterruptedException {
        try {
            return lags(committed());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("it is not known how far consumers are behind: error=%s", e.getMessage());
            return List.of();
        }
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed()
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> groups =
                get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                        .map(GroupListing::groupId)
                        .filter(id -> id.equals(application) || id.startsWith(application + "-"))
                        .collect(Collectors.toMap(id -> id, _ -> new ListConsumerGroupOffsetsSpec()));
        return groups.isEmpty()
                ? Map.of()
                : get(admin.listConsumerGroupOffsets(groups).all());
    }

    private List<Lag> lags(Map<String, Map<TopicPartition, OffsetAndMetadata>> committed)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed.values().forEach(offsets -> offsets.keySet().forEach(part -> wanted.put(part, OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                wanted.isEmpty() ? Map.of() : get(admin.listOffsets(wanted).all());
        List<Lag> lags = new ArrayList<>();
        committed.keySet().stream()
                .sorted()
                .forEach(group -> lags.addAll(lags(group, committed.getOrDefault(group, Map.of()), ends)));
        return lags;
    }

    private static List<Lag> lags(
            String group,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<String, Long> byTopic = new HashMap<>();
        committed.forEach((part, offset) -> {
            ListOffsetsResultInfo end = ends.get(part);
            if (offset != null && end != null) {
                byTopic.merge(part.topic(), Math.max(0, end.offset() - offset.offset()), Long::sum);
            }
        });
        return byTopic.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(topic -> new Lag(group, topic.getKey(), topic.getValue()))
                .toList();
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void close() {
        admin.close(TIMEOUT);
    }
}
