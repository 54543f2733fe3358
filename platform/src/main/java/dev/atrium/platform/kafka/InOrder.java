package dev.atrium.platform.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/// Sends several records together.
public final class InOrder {

    private InOrder() {}

    /// Returns when Kafka has all. Nothing is sent behind what could not be: while Kafka is away each attempt takes
    /// `max.block.ms`, and when it is back the rest would be there before the beginning.
    ///
    /// @throws ExecutionException if one could not be sent; those after it may have been
    public static void send(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException {
        List<Future<?>> acknowledgements = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> one : records) {
            Future<?> acknowledgement = producer.send(one);
            if (acknowledgement.isDone()) {
                Object _ = acknowledgement.get();
            }
            acknowledgements.add(acknowledgement);
        }
        flush(producer);
        for (Future<?> acknowledgement : acknowledgements) {
            Object _ = acknowledgement.get();
        }
    }

    /// Has leave what waits for company.
    private static void flush(Producer<byte[], byte[]> producer) throws InterruptedException {
        try {
            producer.flush();
        } catch (InterruptException e) {
            boolean _ = Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        }
    }
}
