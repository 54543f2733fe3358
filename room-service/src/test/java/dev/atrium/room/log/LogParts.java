package dev.atrium.room.log;

import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.kafka.KafkaClients;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.StartupEvent;
import java.time.InstantSource;

/// The parts of a further node that talk to Kafka.
public final class LogParts {

    private LogParts() {}

    public static LogProducer startProducer() {
        LogProducer producer = new LogProducer(kafka(), InstantSource.system());
        producer.start(new StartupEvent());
        return producer;
    }

    public static Membership join(TopicSetup topics, ShardOwner.Factory owners) {
        Membership membership = new Membership(kafka(), topics, owners);
        membership.start(new StartupEvent());
        return membership;
    }

    private static KafkaClients kafka() {
        return Arc.container().instance(KafkaClients.class).get();
    }
}
