package dev.atrium.room.log;

import dev.atrium.platform.event.TopicSetup;
import io.quarkus.runtime.StartupEvent;
import java.time.InstantSource;
import org.eclipse.microprofile.config.ConfigProvider;

/// The parts of a further node that talk to Kafka.
public final class LogParts {

    private LogParts() {}

    public static LogProducer startProducer() {
        LogProducer producer = new LogProducer(bootstrapServers(), InstantSource.system());
        producer.start(new StartupEvent());
        return producer;
    }

    public static Membership join(TopicSetup topics, ShardOwner.Factory owners) {
        Membership membership = new Membership(bootstrapServers(), topics, owners);
        membership.start(new StartupEvent());
        return membership;
    }

    private static String bootstrapServers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }
}
