package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Looks once a day through the objects of files for such that no row knows. Claims and late removals leave
/// none. But an earlier version does not remove what only a later one derives; and if PostgreSQL is brought
/// back to a moment before that of the store, no row names what was uploaded since.
///
/// Several instances share the work: one of them at a time looks at a page. Keys that are none of files, as
/// those of jobs-service, are passed over. What is to go becomes an [ObjectRemoval], so that [Sweeper] decides,
/// and keeps what has been claimed or come back by then.
@ApplicationScoped
public class Strays {

    private static final Logger LOG = Logger.getLogger(Strays.class);

    private static final int PAGE = 1_000;
    private static final Duration BETWEEN_PAGES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_ROUNDS = Duration.ofDays(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

    private static final String TURN =
            "select after_key, objects, bytes from stray_round where due_at <= now() for update skip locked";
    private static final String NEXT_TURN = "update stray_round set after_key = ?, objects = ?, bytes = ?,"
            + " due_at = clock_timestamp() + ? * interval '1 second'";
    private static final String LATER = "update stray_round set due_at = clock_timestamp() + ? * interval '1 second'";
    private static final String UNKNOWN = "select o.key from unnest(?, ?, ?) as o (key, sha256, file)"
            + " where not exists (select 1 from file f where f.tenant = ? and f.sha256 = o.sha256)"
            + " and not exists (select 1 from file f where f.id = o.file)"
            + " and not exists (select 1 from object_removal r where r.tenant = ? and r.object_key = o.key)";
    private static final String REMOVE =
            "insert into object_removal (id, tenant, object_key, sha256, due_at) values (?, ?, ?, ?, now())";

    private final DataSource dataSource;
    private final ObjectStore store;
    private final InstantSource clock;
    private final StrayConfig config;
    private final Counter found;

    Strays(DataSource dataSource, ObjectStore store, InstantSource clock, StrayConfig config, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.store = store;
        this.clock = clock;
        this.config = config;
        this.found = metrics.counter("atrium.media.objects.strays");
    }

    /// How far a round has come.
    ///
    /// @param after the key behind which it goes on; empty: at the beginning
    /// @param objects how many strays it has found
    /// @param bytes how many bytes they have
    record Round(String after, long objects, long bytes) {}

    /// Looks at one page, if it is time for one.
    void look() throws SQLException {
        TenantConnections.inTransaction(dataSource, connection -> {
            Optional<Round> round = Sql.first(connection, TURN, Strays::round);
            if (round.isPresent()) {
                look(connection, round.get());
            }
            return round;
        });
    }

    private void look(Connection connection, Round round) throws SQLException {
        Round next;
        try {
            next = page(connection, round, PAGE);
        } catch (ProblemException e) {
            LOG.warnf(e, "the store does not tell its objects now, it is asked again in %s", PAUSE_AFTER_FAILURE);
            Sql.update(connection, LATER, PAUSE_AFTER_FAILURE.toSeconds());
            return;
        }
        boolean over = next.after().isEmpty();
        if (over && next.objects() > 0) {
            LOG.warnf(
                    "no row knows %d objects in the store, which have %d bytes: %s",
                    next.objects(), next.bytes(), config.remove() ? "they are removed" : "they stay");
        }
        Duration pause = over ? BETWEEN_ROUNDS : BETWEEN_PAGES;
        Round begun = over ? new Round("", 0, 0) : next;
        Sql.update(connection, NEXT_TURN, begun.after(), begun.objects(), begun.bytes(), pause.toSeconds());
    }

    /// Looks at one page, and has what is unknown removed, if it is to be.
    ///
    /// @param connection in a transaction, which from then on may see any tenant
    /// @param most how many objects a page has, 1 to 1,000
    /// @return how far the round is then; behind nothing if that was the last page
    /// @throws ProblemException if the store does not answer
    Round page(Connection connection, Round round, int most) throws SQLException {
        ObjectStore.Listed listed = store.list(round.after(), most).await().indefinitely();
        Instant before = clock.instant().minus(config.age());
        Map<TenantId, List<Stray>> candidates = listed.objects().stream()
                .filter(object -> object.writtenAt().isBefore(before))
                .flatMap(object -> Stray.of(object).stream())
                .collect(Collectors.groupingBy(Stray::tenant));
        long objects = round.objects();
        long bytes = round.bytes();
        for (Map.Entry<TenantId, List<Stray>> ofTenant : candidates.entrySet()) {
            TenantConnections.enter(connection, ofTenant.getKey());
            for (Stray stray : unknown(connection, ofTenant.getKey(), ofTenant.getValue())) {
                objects++;
                bytes += stray.bytes();
                found.increment();
                if (config.remove()) {
                    remove(connection, stray);
                }
            }
        }
        return new Round(listed.next(), objects, bytes);
    }

    /// An object that may be one.
    private record Stray(TenantId tenant, ObjectKey key, long bytes) {

        static Optional<Stray> of(ObjectStore.Listed.Item object) {
            return ObjectKey.parse(object.key())
                    .flatMap(key -> TenantId.parse(
                                    key.value().substring(0, key.value().indexOf('/')))
                            .map(tenant -> new Stray(tenant, key, object.bytes())));
        }
    }

    private static List<Stray> unknown(Connection connection, TenantId tenant, List<Stray> candidates)
            throws SQLException {
        Set<String> unknown = Set.copyOf(Sql.query(
                connection,
                UNKNOWN,
                row -> row.getString("key"),
                Sql.array(connection, "text", keys(candidates)),
                Sql.array(connection, "text", keys(candidates).map(ObjectKey::sha256)),
                Sql.array(connection, "uuid", keys(candidates).map(ObjectKey::file)),
                tenant.value(),
                tenant.value()));
        return candidates.stream()
                .filter(candidate -> unknown.contains(candidate.key().value()))
                .toList();
    }

    private static Stream<ObjectKey> keys(List<Stray> candidates) {
        return candidates.stream().map(Stray::key);
    }

    private static void remove(Connection connection, Stray stray) throws SQLException {
        Sql.update(
                connection,
                REMOVE,
                Ids.next(),
                stray.tenant().value(),
                stray.key().value(),
                stray.key().sha256());
    }

    private static Round round(ResultSet row) throws SQLException {
        return new Round(row.getString("after_key"), row.getLong("objects"), row.getLong("bytes"));
    }
}
