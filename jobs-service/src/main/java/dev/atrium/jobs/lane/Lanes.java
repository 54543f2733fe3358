package dev.atrium.jobs.lane;

import dev.atrium.platform.tenancy.TenantConnections;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// All lanes of this node: opens them, measures their queues, and stops them together.
@ApplicationScoped
public final class Lanes {

    private static final Logger LOG = Logger.getLogger(Lanes.class);

    /// The name of the lanes' connections, for what must be done whoever has taken all others. Their transactions wait
    /// for nothing but their own statements: after 10 seconds without one they are ended.
    public static final String CONNECTIONS = "lanes";

    private static final Duration MEASURE_EVERY = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final LaneConfig config;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Map<Lane, AtomicLong> depths = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /// @param dataSource with connections of its own: requests and jobs may have taken all the others
    Lanes(
            @io.quarkus.agroal.DataSource(CONNECTIONS) DataSource dataSource,
            LaneConfig config,
            InstantSource clock,
            MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Starts a lane; it runs until the node stops.
    ///
    /// @param kind the table `execution_<name>` must exist
    public Lane open(Lane.Kind kind, Lane.Work work) {
        Lane lane = new Lane(dataSource, config, kind, work);
        AtomicLong depth = new AtomicLong();
        Gauge.builder("atrium.jobs.queue.depth", depth, AtomicLong::doubleValue)
                .description("Executions that are due and wait for a free place, in the whole cluster")
                .tag("lane", kind.name())
                .register(metrics);
        depths.put(lane, depth);
        lane.start();
        return lane;
    }

    /// All lanes, by name.
    public List<LaneFigures> figures(Connection connection) throws SQLException {
        Instant now = clock.instant();
        Map<String, Long> places = LanePlaces.all(connection, now);
        List<LaneFigures> figures = new ArrayList<>();
        for (Map.Entry<Lane, AtomicLong> lane : depths.entrySet()) {
            String name = lane.getKey().name();
            figures.add(new LaneFigures(
                    name,
                    lane.getValue().get(),
                    Lane.oldestDue(connection, name, now).orElse(null),
                    Lane.running(connection, name),
                    lane.getKey().most(places.getOrDefault(name, 0L))));
        }
        figures.sort(Comparator.comparing(LaneFigures::lane));
        return figures;
    }

    /// After all lanes were opened.
    void start(@Observes @Priority(ObserverMethod.DEFAULT_PRIORITY + 1) StartupEvent event) {
        Thread.ofVirtual().name("lane-depths").start(this::measureUntilStopped);
    }

    private void measureUntilStopped() {
        try {
            do {
                depths.forEach(this::measure);
            } while (!stopping.await(MEASURE_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Lane lane, AtomicLong depth) {
        try {
            Instant now = clock.instant();
            depth.set(TenantConnections.inTransaction(dataSource, connection -> {
                lane.announce(connection, now);
                return Lane.waiting(connection, lane.name(), now);
            }));
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("the queue depth, and who has places, stay as they were last known: %s", e.getMessage());
        }
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) {
        stopping.countDown();
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            depths.keySet().forEach(lane -> closing.execute(lane::close));
        }
    }
}
