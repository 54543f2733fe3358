package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.SameContext;
import dev.atrium.gateway.upkeep.Question;
import dev.atrium.gateway.upkeep.Rounds;
import dev.atrium.gateway.upkeep.Since;
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

    /// A row at least, with the database's time; asked for the first time, what has ended within a token's life.
    private static final String ENDED = "select e.id, now() as asked from (select 1) as one left join"
            + " ended_sessions(coalesce($1::timestamptz, now() - make_interval(secs => $2)) - make_interval(secs => $3))"
            + " as e on true";

    /// An end counts from its commit, but carries the time before it, by the clock of the database.
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Pool pool;
    private final InstantSource clock;
    private final Event<SessionEnded> told;
    private final SessionConfig config;
    private final Map<UUID, Instant> ended = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Uni<Void>> first = new AtomicReference<>();
    private final Rounds rounds;
    private volatile boolean informed;
    /// By the clock of the database.
    private volatile @Nullable Instant known;

    EndedSessions(Pool pool, Vertx vertx, InstantSource clock, Event<SessionEnded> told, SessionConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.told = told;
        this.config = config;
        this.rounds = new Rounds(vertx, config.notice(), this::ask, EndedSessions::failed);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
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

    private Uni<RowSet<Row>> ask() {
        Instant now = clock.instant();
        return Question.ask(pool, ENDED, parameters(), PATIENCE).invoke(rows -> heard(rows, now));
    }

    private Tuple parameters() {
        return Since.parameter(known)
                .addDouble((double) config.token().toSeconds())
                .addDouble((double) LATE.toSeconds());
    }

    private void heard(RowSet<Row> rows, Instant asked) {
        known = Since.asked(rows);
        for (Row row : rows) {
            @Nullable UUID id = row.getUUID("id");
            if (id != null) {
                note(id);
            }
        }
        Instant old = asked.minus(config.token()).minus(LATE.multipliedBy(2));
        ended.values().removeIf(at -> at.isBefore(old));
        informed = true;
    }

    private static void failed(Throwable failure) {
        LOG.warnf("ended sessions are not known at the moment, asking again: error=%s", failure.getMessage());
    }
}
