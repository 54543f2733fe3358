package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.tenancy.TenantSql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes events that count into PostgreSQL. May be given the same events any number of times, also by two nodes at
/// once: rows are inserted once and sequence numbers only go forward.
@ApplicationScoped
public final class Checkpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Pool pool;

    Checkpoint(Pool pool) {
        this.pool = pool;
    }

    /// Writes all events in one transaction.
    ///
    /// @param events in the order of the log
    /// @return fails if nothing was written, or if that is unknown: then write them again
    public Uni<Void> write(List<RoomEvent> events) {
        // Sorted, so that two nodes that write the same rows lock them in the same order.
        Map<TenantId, List<RoomEvent>> byTenant = events.stream()
                .collect(Collectors.groupingBy(
                        RoomEvent::tenant,
                        () -> new TreeMap<>(Comparator.comparing(TenantId::value)),
                        Collectors.toList()));
        return pool.withTransaction(connection -> inOrder(
                        byTenant.entrySet(),
                        tenant -> TenantSql.enter(connection, tenant.getKey())
                                .flatMap(_ -> write(connection, tenant.getKey(), tenant.getValue()))))
                .ifNoItem()
                .after(TIMEOUT)
                .fail();
    }

    private static Uni<Void> write(SqlConnection connection, TenantId tenant, List<RoomEvent> events) {
        Batch batch = new Batch(tenant);
        events.forEach(batch::add);
        return inOrder(batch.write(connection), statement -> statement);
    }

    static <T, R> R[] array(Collection<T> events, Function<T, ? extends @Nullable R> column, R[] type) {
        return events.stream().map(column).toList().toArray(type);
    }

    static Uni<Void> execute(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).replaceWithVoid();
    }

    /// One after the other, because a connection of a transaction does one thing at a time.
    private static <T> Uni<Void> inOrder(Iterable<T> items, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .onItem()
                .ignoreAsUni();
    }
}
