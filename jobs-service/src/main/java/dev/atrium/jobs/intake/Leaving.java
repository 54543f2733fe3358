package dev.atrium.jobs.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.impl.ReactiveKafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Leaves all topics at the same time when the node stops. To close one channel takes a second, in which it waits in
/// vain for an answer that the broker gives only behind that to the fetch under way; the connector would close one
/// after the other.
@ApplicationScoped
final class Leaving {

    private final KafkaClientService clients;

    Leaving(KafkaClientService clients) {
        this.clients = clients;
    }

    void stop(@Observes ShutdownEvent event) {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String channel : clients.getConsumerChannels()) {
                clients.getConsumers(channel).forEach(consumer -> {
                    if (consumer instanceof ReactiveKafkaConsumer<?, ?> closed) {
                        all.execute(closed::close);
                    }
                });
            }
        }
    }
}
