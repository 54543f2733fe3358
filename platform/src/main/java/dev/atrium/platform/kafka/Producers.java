package dev.atrium.platform.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/// How we write into Kafka where nothing else is asked for: what is acknowledged is on all replicas, once and in order.
public final class Producers {

    private Producers() {}

    /// So long a producer keeps what comes alone; [InOrder] has all leave before.
    private static final Duration COMPANY = Duration.ofMillis(5);

    /// A producer that sends at once.
    ///
    /// Making it resolves names and reads files: nothing for an event loop.
    ///
    /// @param clientId its name in metrics and in the brokers' logs
    /// @param patience after which a record is given up; a call of `send` waits for half of it at most
    public static Producer<byte[], byte[]> reliable(KafkaClients kafka, String clientId, Duration patience) {
        return producer(kafka, clientId, patience, Duration.ZERO);
    }

    /// The same for who sends by [InOrder] only: records that are handed over together are one request, not
    /// one and then the others, which costs the broker several times as much.
    public static Producer<byte[], byte[]> inOrder(KafkaClients kafka, String clientId, Duration patience) {
        return producer(kafka, clientId, patience, COMPANY);
    }

    private static Producer<byte[], byte[]> producer(
            KafkaClients kafka, String clientId, Duration patience, Duration linger) {
        int millis = Math.toIntExact(patience.toMillis());
        return kafka.producer(Map.of(
                "client.id",
                clientId,
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                linger.toMillis(),
                "max.block.ms",
                millis / 2,
                "request.timeout.ms",
                millis / 2,
                "delivery.timeout.ms",
                millis,
                // Who was away a moment is asked again soon.
                "reconnect.backoff.max.ms",
                1_000));
    }
}
