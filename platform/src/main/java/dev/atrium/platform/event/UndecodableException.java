package dev.atrium.platform.event;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record that no version of ours can have written: a poison message. Its message names where it lies, never what it
/// holds.
public final class UndecodableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UndecodableException(ConsumerRecord<?, ?> record, Throwable cause) {
        super("undecodable record at " + record.topic() + "-" + record.partition() + "@" + record.offset(), cause);
    }
}
