package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.SameContext;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Which sessions have ended although their tokens have not: one small question a second to the
/// database, however many sessions there are. So a token is checked without any look-up; and while the
/// database is away no session can be ended either.
@ApplicationScoped
public class EndedSessions {

    private static final Logger LOG = Logger.getLogger(EndedSessions.class);

    private static final String ENDED = "select id from ended_sessions($1)";
    private static final String SWEEP = "select sweep_sessions($1)";

    /// An end counts from its commit, but carries the time before it, by the clock of the gateway that
    /// made it.
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    /// How long ended sessions are kept, for gateways that ask late.
    private static final Duration KEEP = Duration.ofDays(1);

    private final Pool pool;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Event<SessionEnded> told;
    private final SessionConfig config;
    private final Map<UUID, Instant> ended = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Uni<Void>> first = new AtomicReference<>();
    private long timer;
    private long sweeper;
    private volatile boolean asking;
    private volatile boolean informed;
    private volatile Instant known;

    EndedSessions(Pool pool, Vertx vertx, InstantSource clock, Event<SessionEnded> told, SessionConfig config) {
        this.pool = pool;
        this.vertx = vertx;
        this.clock = clock;
        this.told = told;
        this.config = config;
        this.known = clock.instant().minus(config.token());
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(1, config.notice().toMillis(), _ -> look());
        sweeper = vertx.setPeriodic(SWEEP_EVERY.toMillis(), _ -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
        vertx.cancelTimer(sweeper);
    }

    /// Whether a session has ended whose token is still good. Fails with a [ProblemException]
    /// `unavailable` as long as a gateway that has just started could not ask.
    public Uni<Boolean> has(UUID session) {
        return informed
                ? Uni.createFrom().item(() -> ended.containsKey(session))
                : SameContext.keep(first())
                        .map(_ -> ended.containsKey(session))
                        .onFailure()
                        .transform(e -> new ProblemException(
                                ProblemType.UNAVAILABLE, "Sessions cannot be checked at the moment.", e));
    }

    /// Whether it is known here that a session has ended.
    public boolean knows(UUID session) {
        return ended.containsKey(session);
    }

    /// Notes that a session was just ended here.
    void note(UUID session) {
        if (ended.put(session, clock.instant()) == null) {
            told.fire(new SessionEnded(session));
        }
    }

    /// The question that a gateway begins with, which all share who come meanwhile: with the database away
    /// their number must not become the number of questions that wait.
    private Uni<Void> first() {
        Uni<Void> question = Uni.createFrom()
                .deferred(this::ask)
                .replaceWithVoid()
                .onTermination()
                .invoke(() -> first.set(null))
                .memoize()
                .indefinitely();
        @Nullable Uni<Void> present = first.compareAndExchange(null, question);
        return present == null ? question : present;
    }

    /// One question at a time.
    private void look() {
        if (!asking) {
            asking = true;
            ask().subscribe().with(_ -> asking = false, this::failed);
        }
    }

    private Uni<RowSet<Row>> ask() {
        Instant now = clock.instant();
        return pool.preparedQuery(ENDED)
                .execute(Tuple.of(known.minus(LATE).atOffset(ZoneOffset.UTC)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(rows -> heard(rows, now));
    }

    private void heard(RowSet<Row> rows, Instant asked) {
        rows.forEach(row -> note(row.getUUID("id")));
        Instant old = asked.minus(config.token()).minus(LATE.multipliedBy(2));
        ended.values().removeIf(at -> at.isBefore(old));
        known = asked;
        informed = true;
    }

    private void failed(Throwable failure) {
        asking = false;
        LOG.warnf("ended sessions are not known at the moment, asking again: error=%s", failure.getMessage());
    }

    private void sweep() {
        pool.preparedQuery(SWEEP)
                .execute(Tuple.of(clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC)))
                .subscribe()
                .with(
                        _ -> LOG.debug("removed sessions that have ended"),
                        e -> LOG.warnf("ended sessions are not removed yet: error=%s", e.getMessage()));
    }
}
