package dev.atrium.jobs.intake;

import dev.atrium.platform.event.CloudEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record and what can be made of it.
sealed interface Received {

    ConsumerRecord<byte[], byte[]> record();

    record Usable(ConsumerRecord<byte[], byte[]> record, CloudEvent event) implements Received {}

    /// @param forAnybody whether no other consumer can make anything of it either
    record Unusable(ConsumerRecord<byte[], byte[]> record, String reason, boolean forAnybody) implements Received {}

    default Unusable unusable(String reason) {
        return new Unusable(record(), reason, false);
    }
}
