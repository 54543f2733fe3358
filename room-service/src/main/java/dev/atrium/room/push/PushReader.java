package dev.atrium.room.push;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Rooms;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Does in this node's rooms what other programs push through the database (RM-11), and removes each row after it
/// counts.
///
/// All nodes see all rows, and each takes those of rooms that it serves. Whatever dies between posting and removal, the
/// row's client id makes the second time a repetition. Woken by NOTIFY; looks by itself every second, also for rows of
/// shards that have just come here.
@ApplicationScoped
public final class PushReader {

    private static final Logger LOG = Logger.getLogger(PushReader.class);
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_LONGEST = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration TIDY_INTERVAL = Duration.ofHours(1);

    private final DataSource dataSource;
    private final Rooms rooms;
    private final Posting posting;
    private final Counter posted;
    private final Counter refused;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long tidiedAtNanos = System.nanoTime() - TIDY_INTERVAL.toNanos();

    PushReader(DataSource dataSource, Rooms rooms, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.rooms = rooms;
        this.posting = new Posting(rooms);
        this.posted = counter(metrics, "posted");
        this.refused = counter(metrics, "refused");
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("atrium.room.pushed")
                .description("Changes that were pushed through the database")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("room-push").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void run() {
        try {
            do {
                readUntilFailure();
            } while (!stopping.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("interrupted, nothing more is read");
        }
    }

    private void readUntilFailure() throws InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            InboundTable table = new InboundTable(connection);
            table.listen();
            Duration retryAfter = RETRY_FIRST;
            while (stopping.getCount() > 0) {
                tidy(table);
                if (post(table)) {
                    retryAfter = RETRY_FIRST;
                    awaitPushFor(table, IDLE);
                } else {
                    // One row that must wait must not keep those waiting that are pushed meanwhile.
                    awaitPushFor(table, retryAfter);
                    Duration twice = retryAfter.multipliedBy(2);
                    retryAfter = twice.compareTo(RETRY_LONGEST) < 0 ? twice : RETRY_LONGEST;
                }
            }
        } catch (SQLException | RuntimeException e) {
            if (stopping.getCount() > 0) {
                LOG.warnf("what was pushed cannot be read, going on in %s: error=%s", PAUSE_AFTER_FAILURE, e);
            }
        }
    }

    /// Posts what waits for rooms that are served here.
    ///
    /// @return whether nothing of it has to wait
    private boolean post(InboundTable table) throws SQLException {
        Set<Place> stopped = new HashSet<>();
        Set<Place> next = new HashSet<>();
        do {
            next.clear();
            post(table, stopped, next);
        } while (!next.isEmpty() && stopping.getCount() > 0);
        return stopped.isEmpty();
    }

    /// Once through all rooms, so that one for which very much waits keeps no other waiting.
    ///
    /// @param stopped rooms for which something has to wait: they are left out, and further ones added
    /// @param next to which the rooms are added for which there is more at once
    private void post(InboundTable table, Set<Place> stopped, Set<Place> next) throws SQLException {
        Set<Place> open = table.places().stream().filter(this::isServed).collect(Collectors.toCollection(HashSet::new));
        open.removeAll(stopped);
        boolean more = !open.isEmpty();
        while (more && stopping.getCount() > 0) {
            List<Pushed> page = table.waiting(open, BATCH);
            settle(table, posting.post(page), stopped, next);
            open.removeAll(stopped);
            open.removeAll(next);
            more = page.size() == BATCH && !open.isEmpty();
        }
    }

    /// Nothing that is settled is read again.
    private void settle(InboundTable table, Map<Pushed, Verdict> verdicts, Set<Place> stopped, Set<Place> next)
            throws SQLException {
        List<Long> done = new ArrayList<>();
        Map<Long, String> reasons = new HashMap<>();
        verdicts.forEach((row, verdict) -> {
            switch (verdict) {
                case Verdict.Posted _ -> done.add(row.id());
                case Verdict.Later _ -> stopped.add(row.place());
                case Verdict.Next _ -> next.add(row.place());
                case Verdict.Refused(String reason) -> {
                    LOG.warnf(
                            "what was pushed can never count, it stays in inbound_refused: row=%d room=%s error=%s",
                            row.id(), row.room(), reason);
                    reasons.put(row.id(), reason);
                }
            }
        });
        table.remove(done);
        table.refuse(reasons);
        posted.increment(done.size());
        refused.increment(reasons.size());
    }

    /// Returns when something is pushed that this node may have to post, at the latest after a while.
    private void awaitPushFor(InboundTable table, Duration atMost) throws SQLException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Duration left = atMost;
        while (left.isPositive() && stopping.getCount() > 0) {
            if (table.awaitPush(left).stream().anyMatch(this::isServed)) {
                return;
            }
            left = Duration.ofNanos(deadline - System.nanoTime());
        }
    }

    private boolean isServed(String tenantAndRoom) {
        String[] parts = tenantAndRoom.split("/", 2);
        return parts.length < 2 || isServed(new Place(parts[0], parts[1]));
    }

    /// What names no room is settled by any node.
    private boolean isServed(Place place) {
        try {
            return RoomKey.parse(new TenantId(place.tenant()), place.room())
                    .map(rooms::serves)
                    .orElse(true);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private void tidy(InboundTable table) throws SQLException {
        if (System.nanoTime() - tidiedAtNanos >= TIDY_INTERVAL.toNanos()) {
            tidiedAtNanos = System.nanoTime();
            table.forgetOld();
        }
    }
}
