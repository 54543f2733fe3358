package dev.atrium.media.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.media.testing.ComponentTest;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicCheck;
import dev.atrium.platform.event.TopicConfig;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// The broker may have made the topic itself, and deletes then after a week.
@ComponentTest
final class KeptEventsTest {

    private static final ConfigResource EVENTS =
            new ConfigResource(ConfigResource.Type.TOPIC, Topic.MEDIA_EVENTS.topicName());

    @Inject
    TopicConfig config;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void whatIsToBeKeptForEverIsKeptWhoeverMadeTheTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            ConfigEntry aWeek = new ConfigEntry("retention.ms", "604800000");
            admin.incrementalAlterConfigs(
                            Map.of(EVENTS, List.of(new AlterConfigOp(aWeek, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();

            Map<String, List<String>> shortcomings = new TopicCheck(admin, config).run();

            assertEquals("-1", retention(admin));
            assertFalse(shortcomings.containsKey(Topic.MEDIA_EVENTS.topicName()), shortcomings::toString);
        }
    }

    private static String retention(Admin admin) throws Exception {
        Map<ConfigResource, Config> present = admin.describeConfigs(List.of(EVENTS)).all().get();
        return Objects.requireNonNull(present.get(EVENTS)).get("retention.ms").value();
    }
}
