package dev.atrium.platform.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/// What becomes of a channel whose consumer fails: it waits a moment and reads again behind what was
/// committed, as a node does that was started anew. So nothing is passed over, and nobody has to start
/// it: the connector's own strategies end the channel, or go on without the record. It holds for all
/// channels of a service that has `failure-strategy=again` for its connector, and needs consumers that
/// know what they had, one record or batch after the other, and offsets that are committed behind them.
///
/// While a consumer goes on failing, its channel waits: each time that is an ERROR in the log, and
/// counts in `atrium.consumer.failures`. A channel that has ended in spite of all is shown by the
/// liveness probe.
@Singleton
@Identifier(ReadAgain.STRATEGY)
@IfBuildProperty(name = "mp.messaging.connector.smallrye-kafka.failure-strategy", stringValue = ReadAgain.STRATEGY)
public final class ReadAgain implements KafkaFailureHandler.Factory {

    static final String STRATEGY = "again";

    private static final Logger LOG = Logger.getLogger(ReadAgain.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final MeterRegistry metrics;

    ReadAgain(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public KafkaFailureHandler create(
            KafkaConnectorIncomingConfiguration config,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        String channel = config.getChannel();
        return new Channel(channel, consumer, metrics.counter("atrium.consumer.failures", "channel", channel));
    }

    private static final class Channel implements KafkaFailureHandler {

        private final String name;
        private final KafkaConsumer<?, ?> consumer;
        private final Counter failures;
        private volatile boolean ended;

        private Channel(String name, KafkaConsumer<?, ?> consumer, Counter failures) {
            this.name = name;
            this.consumer = consumer;
            this.failures = failures;
        }

        @Override
        public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
            // A batch fails with each of its records in turn, and is read again as a whole.
            return isFirst(record, metadata)
                    ? readAgain(record, reason)
                    : Uni.createFrom().voidItem();
        }

        private Uni<Void> readAgain(IncomingKafkaRecord<?, ?> record, Throwable reason) {
            failures.increment();
            LOG.errorf(
                    reason,
                    "a consumer has failed and is given the same again: channel=%s %s-%d@%d",
                    name,
                    record.getTopic(),
                    record.getPartition(),
                    record.getOffset());
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(PAUSE)
                    .chain(consumer::resetToLastCommittedPositions)
                    .onFailure()
                    .invoke(e -> LOG.warnf("%s is not at the right place yet: %s", name, e))
                    .onFailure()
                    .retry()
                    .until(_ -> !ended)
                    .emitOn(record::runOnMessageContext);
        }

        private static boolean isFirst(IncomingKafkaRecord<?, ?> record, Metadata metadata) {
            return metadata.get(IncomingKafkaRecordBatchMetadata.class)
                    .map(batch -> is(record, batch.getRecords().iterator().next()))
                    .orElse(true);
        }

        private static boolean is(IncomingKafkaRecord<?, ?> record, Object other) {
            return other instanceof ConsumerRecord<?, ?> raw
                    && record.getOffset() == raw.offset()
                    && record.getPartition() == raw.partition()
                    && Objects.equals(record.getTopic(), raw.topic());
        }

        @Override
        public void terminate() {
            ended = true;
        }
    }
}
