package dev.atrium.platform.outbox;

import static dev.atrium.platform.event.CloudEvent.utf8;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.kafka.InOrder;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.kafka.Producers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Sends what stands in the `outbox` table to Kafka and deletes it there.
///
/// At any time one relay per schema is at work, by an advisory lock, so events with the same key keep the
/// order in which they were written. An event can be sent twice (a crash between sending and deleting),
/// with the same id both times: consumers keep an inbox. Looks by itself every few seconds, and at once
/// when it is woken: by NOTIFY, or, where only this service's own transactions write events, by those
/// ([JdbcOutbox]). Transactions with a NOTIFY are committed one after the other, each with its flush to
/// the disk.
@ApplicationScoped
@IfBuildProperty(name = "atrium.outbox", stringValue = "true")
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;
    private static final Duration IDLE = Duration.ofSeconds(2);

    /// From the beginning of a batch to that of the next one, unless it was full: what is written shortly after each
    /// other goes together, which saves a transaction and a request for each, and as many of who reads them.
    private static final Duration TOGETHER = Duration.ofMillis(20);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PAUSE_FOR_OTHERS = Duration.ofMillis(200);
    private static final int OTHERS_TURN = -1;
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);
    private static final String LOCK =
            "select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.outbox', 0))";
    private static final String SELECT =
            "select id, event_id, topic, key, type, source, subject, tenant, time, traceparent,"
                    + " data from outbox order by id limit " + BATCH;
    private static final String SELECT_OLDEST = "select time from outbox order by id limit 1";

    private final DataSource dataSource;
    private final KafkaClients kafka;
    private final TopicSetup topics;
    private final Counter sent;
    private final boolean notified;
    private final InstantSource clock;
    /// When the oldest event that waits was written, as of the last look; null if none waits.
    private volatile @Nullable Instant oldest;

    private final Semaphore written = new Semaphore(0);
    private volatile Thread worker = Thread.ofPlatform().unstarted(this::run);
    private volatile boolean stopping;

    OutboxRelay(
            DataSource dataSource,
            KafkaClients kafka,
            TopicSetup topics,
            MeterRegistry metrics,
            InstantSource clock,
            @ConfigProperty(name = "atrium.outbox.notified", defaultValue = "true") boolean notified) {
        this.dataSource = dataSource;
        this.kafka = kafka;
        this.topics = topics;
        this.sent = metrics.counter("atrium.outbox.events.sent");
        this.notified = notified;
        this.clock = clock;
        TimeGauge.builder("atrium.outbox.waiting", this, TimeUnit.MILLISECONDS, OutboxRelay::waitingMillis)
                .description("For how long the oldest event that is not sent has waited, of all nodes; 0 if none waits")
                .register(metrics);
    }

    /// Has events leave that were written in a committed transaction.
    public void wake() {
        if (written.availablePermits() == 0) {
            written.release();
        }
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(() -> {
            if (!stopping) {
                worker = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
            }
        });
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (worker.isAlive()) {
            worker.interrupt();
            worker.join(Duration.ofSeconds(5));
        }
    }

    private double waitingMillis() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }

    private void run() {
        try {
            while (!stopping) {
                relayUntilFailure();
            }
        } catch (InterruptedException e) {
            LOG.debug("outbox relay ended by shutdown");
        }
    }

    /// Whatever fails, what stands in the table waits for the next look. It goes on with a new producer: what the one
    /// before still had may not be told behind what comes first.
    private void relayUntilFailure() throws InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            Producer<byte[], byte[]> producer = connect();
            try {
                listen(connection);
                relay(connection, producer);
            } finally {
                // The interrupt of a shutdown has done its work; closing the producer would trip over it.
                boolean _ = Thread.interrupted();
                producer.close(Duration.ZERO);
            }
        } catch (SQLException | ExecutionException | RuntimeException e) {
            if (!stopping) {
                LOG.warnf("outbox relay stopped, going on in %s: %s", PAUSE_AFTER_FAILURE, e);
                TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    private Producer<byte[], byte[]> connect() {
        return Producers.inOrder(kafka, "outbox-relay", DELIVERY_TIMEOUT);
    }

    private void relay(Connection connection, Producer<byte[], byte[]> producer)
            throws SQLException, InterruptedException, ExecutionException {
        while (!stopping) {
            long begun = System.nanoTime();
            int count = relayBatch(connection, producer);
            if (count == OTHERS_TURN) {
                // The other one may have looked too early, and nobody wakes it: so this one looks again.
                TimeUnit.NANOSECONDS.sleep(PAUSE_FOR_OTHERS.toNanos());
            } else if (count < BATCH) {
                oldest = null;
                awaitMore(connection.unwrap(PGConnection.class), begun);
            }
        }
    }

    private void awaitMore(PGConnection connection, long batchBegunNanos) throws SQLException, InterruptedException {
        if (notified) {
            connection.getNotifications((int) IDLE.toMillis());
        } else {
            boolean _ = written.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
        long rest = TOGETHER.toNanos() - (System.nanoTime() - batchBegunNanos);
        if (rest > 0) {
            TimeUnit.NANOSECONDS.sleep(rest);
            // Those of what the next batch finds anyway.
            if (notified) {
                connection.getNotifications();
            } else {
                written.drainPermits();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        if (notified) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen outbox");
            }
        }
    }

    /// @return how many events were sent; [#OTHERS_TURN] where another relay is at work
    private int relayBatch(Connection connection, Producer<byte[], byte[]> producer)
            throws SQLException, InterruptedException, ExecutionException {
        connection.setAutoCommit(false);
        try {
            int count;
            if (lock(connection)) {
                count = sendAndDelete(connection, producer);
            } else {
                // Whose turn it is may hang, and tell nothing.
                oldest = selectOldest(connection);
                count = OTHERS_TURN;
            }
            connection.commit();
            return count;
        } catch (SQLException | ExecutionException | InterruptedException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK);
                ResultSet locked = statement.executeQuery()) {
            return locked.next() && locked.getBoolean(1);
        }
    }

    private static @Nullable Instant selectOldest(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_OLDEST);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? time(row) : null;
        }
    }

    private int sendAndDelete(Connection connection, Producer<byte[], byte[]> producer)
            throws SQLException, InterruptedException, ExecutionException {
        List<Long> ids = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Instant first = null;
        // Planned anew each time: a plan made while the table was empty would be kept for a backlog.
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SELECT)) {
            while (rows.next()) {
                ids.add(rows.getLong("id"));
                records.add(record(rows));
                first = first == null ? time(rows) : first;
            }
        }
        oldest = first;
        InOrder.send(producer, records);
        delete(connection, ids);
        sent.increment(ids.size());
        return ids.size();
    }

    private static void delete(Connection connection, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        Array array = connection.createArrayOf("bigint", ids.toArray());
        try (PreparedStatement delete = connection.prepareStatement("delete from outbox where id = any(?)")) {
            delete.setArray(1, array);
            delete.executeUpdate();
        } finally {
            array.free();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(row.getString("topic"), utf8(row.getString("key")), utf8(row.getString("data")));
        Headers headers = record.headers()
                .add(CloudEvent.SPEC_VERSION, utf8("1.0"))
                .add(CloudEvent.ID, utf8(row.getString("event_id")))
                .add(CloudEvent.TYPE, utf8(row.getString("type")))
                .add(CloudEvent.SOURCE, utf8(row.getString("source")))
                .add(CloudEvent.SUBJECT, utf8(row.getString("subject")))
                .add(CloudEvent.TENANT, utf8(row.getString("tenant")))
                .add(CloudEvent.TIME, utf8(time(row).toString()))
                .add("content-type", utf8("application/json"));
        String traceparent = row.getString("traceparent");
        if (!traceparent.isEmpty()) {
            headers.add(CloudEvent.TRACEPARENT, utf8(traceparent));
        }
        return record;
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("time", OffsetDateTime.class).toInstant();
    }
}
