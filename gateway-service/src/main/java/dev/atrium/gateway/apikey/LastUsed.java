package dev.atrium.gateway.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Remembers when keys were used last, and writes it down every second, each key at most once a minute:
/// no request waits for it, and a key under load costs one small update a minute. What was not written
/// when the process dies is lost.
@Singleton
public class LastUsed {

    private static final Logger LOG = Logger.getLogger(LastUsed.class);
    private static final Duration ONCE_IN = Duration.ofMinutes(1);
    private static final Duration FLUSH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String WRITE = "select touch_api_keys($1, $2)";
    private static final long MAX_REMEMBERED = 200_000;

    private final Pool pool;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Map<UUID, Instant> unwritten = new ConcurrentHashMap<>();
    private final Cache<UUID, Instant> recent = Caffeine.newBuilder()
            .expireAfterWrite(ONCE_IN)
            .maximumSize(MAX_REMEMBERED)
            .executor(Runnable::run)
            .build();
    private long timer;
    private volatile boolean writing;

    LastUsed(Pool pool, Vertx vertx, InstantSource clock) {
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(FLUSH.toMillis(), _ -> write());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /// Notes that a key was just used. Never blocks.
    public void note(UUID key) {
        if (recent.getIfPresent(key) != null) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (recent.asMap().putIfAbsent(key, now) == null) {
            unwritten.put(key, now);
        }
    }

    /// One update at a time: where the database stalls, they would take all connections that others wait for.
    private void write() {
        Map<UUID, Instant> batch = new HashMap<>(unwritten);
        if (batch.isEmpty() || writing) {
            return;
        }
        writing = true;
        batch.forEach(unwritten::remove);
        UUID[] ids = batch.keySet().toArray(UUID[]::new);
        OffsetDateTime[] times =
                batch.values().stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
        pool.preparedQuery(WRITE)
                .execute(Tuple.of(ids, times))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .eventually(() -> writing = false)
                .subscribe()
                .with(_ -> LOG.debugf("wrote last use of %d key(s)", ids.length), e -> putBack(batch, e));
    }

    private void putBack(Map<UUID, Instant> batch, Throwable e) {
        LOG.warnf("last use of %d key(s) is not written yet, trying again: %s", batch.size(), e.getMessage());
        batch.forEach(unwritten::putIfAbsent);
    }
}
