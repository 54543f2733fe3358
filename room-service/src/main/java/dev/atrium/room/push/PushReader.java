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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    /// Rows of one room, which are posted one after the other while those of all others wait for the end of it.
    private static final int BATCH_OF_ROOM = 50;
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
    /// Rooms for which something has to wait.
    private final Map<Place, Pause> pauses = new HashMap<>();
    private long tidiedAtNanos = System.nanoTime() - TIDY_INTERVAL.toNanos();

    /// @param untilNanos as [System#nanoTime]
    private record Pause(long untilNanos, Duration length) {

        static Pause after(@Nullable Pause before) {
            Duration twice = before == null ? RETRY_FIRST : before.length().multipliedBy(2);
            Duration length = twice.compareTo(RETRY_LONGEST) < 0 ? twice : RETRY_LONGEST;
            return new Pause(System.nanoTime() + length.toNanos(), length);
        }

        Duration left() {
            return Duration.ofNanos(untilNanos - System.nanoTime());
        }
    }

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
            while (stopping.getCount() > 0) {
                tidy(table);
                post(table);
                // What must wait in one room must not keep those waiting that are pushed meanwhile.
                awaitPushFor(table, untilNextLook());
            }
        } catch (SQLException | RuntimeException e) {
            if (stopping.getCount() > 0) {
                LOG.warnf("what was pushed cannot be read, going on in %s: error=%s", PAUSE_AFTER_FAILURE, e);
            }
        }
    }

    /// Posts what waits for rooms that are served here, until there is nothing but what has to wait longer. A room for
    /// which very much waits keeps no other waiting, nor one that something was pushed to meanwhile.
    private void post(InboundTable table) throws SQLException {
        Set<Place> served = new HashSet<>();
        while (stopping.getCount() > 0) {
            List<Place> due = due(table);
            if (due.isEmpty()) {
                return;
            }
            List<Place> turn = first(due, place -> !served.contains(place));
            if (turn.isEmpty()) {
                served.clear();
                turn = first(due, _ -> true);
            }
            served.addAll(turn);
            settle(table, posting.post(table.waiting(turn, BATCH_OF_ROOM, BATCH)));
        }
    }

    private static List<Place> first(List<Place> places, Predicate<Place> which) {
        return places.stream().filter(which).limit(BATCH).toList();
    }

    /// The rooms that are served here for which something waits that may be posted now.
    private List<Place> due(InboundTable table) throws SQLException {
        List<Place> open = table.places().stream().filter(this::isServed).toList();
        pauses.keySet().retainAll(Set.copyOf(open));
        return open.stream()
                .filter(place -> {
                    Pause pause = pauses.get(place);
                    return pause == null || !pause.left().isPositive();
                })
                .toList();
    }

    private Duration untilNextLook() {
        return pauses.values().stream()
                .map(Pause::left)
                .min(Comparator.naturalOrder())
                .filter(left -> left.compareTo(IDLE) < 0)
                .orElse(IDLE);
    }

    /// Nothing that is settled is read again.
    private void settle(InboundTable table, Map<Pushed, Verdict> verdicts) throws SQLException {
        Set<Place> stopped = new HashSet<>();
        List<Long> done = new ArrayList<>();
        Map<Long, String> reasons = new HashMap<>();
        verdicts.forEach((row, verdict) -> {
            switch (verdict) {
                case Verdict.Posted _ -> done.add(row.id());
                case Verdict.Later _ -> stopped.add(row.place());
                case Verdict.Next _ -> {
                    // It is read again with the room's next turn.
                }
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
        verdicts.keySet().stream()
                .map(Pushed::place)
                .distinct()
                .forEach(place ->
                        pauses.compute(place, (_, before) -> stopped.contains(place) ? Pause.after(before) : null));
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
