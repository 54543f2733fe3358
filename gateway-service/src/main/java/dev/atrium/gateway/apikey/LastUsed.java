package dev.atrium.gateway.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.gateway.upkeep.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
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
    private final InstantSource clock;
    private final Map<UUID, Instant> unwritten = new ConcurrentHashMap<>();
    private final Cache<UUID, Instant> recent = Caffeine.newBuilder()
            .expireAfterWrite(ONCE_IN)
            .maximumSize(MAX_REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final Rounds rounds;

    LastUsed(Pool pool, Vertx vertx, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.rounds = new Rounds(vertx, FLUSH, this::write, LastUsed::failed);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
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

    private Uni<Void> write() {
        Map<UUID, Instant> batch = new HashMap<>(unwritten);
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        batch.forEach(unwritten::remove);
        UUID[] ids = batch.keySet().toArray(UUID[]::new);
        OffsetDateTime[] times =
                batch.values().stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(WRITE)
                .execute(Tuple.of(ids, times))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> batch.forEach(unwritten::putIfAbsent));
    }

    private static void failed(Throwable failure) {
        LOG.warnf("last use of keys is not written yet, trying again: error=%s", failure.getMessage());
    }
}
