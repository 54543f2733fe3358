package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/// Removes what was in rooms that are deleted: a few rows at a time, so that nobody waits for it. Every
/// node does it, and passes over what another one is removing.
@ApplicationScoped
class Purge {

    /// The tables with rows of rooms, except those of what was never in one: ids that stand for a
    /// request, and what other programs have pushed.
    static final List<String> TABLES = List.of(
            "message",
            "reaction",
            "journal",
            "operation",
            "object",
            "object_version",
            "object_schema",
            "document_leaf",
            "document_version",
            "draft",
            "marker",
            "room_member",
            "room_ban",
            "room_link");

    private static final Logger LOG = Logger.getLogger(Purge.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ROOMS_AT_ONCE = 10;
    private static final int ROWS_AT_ONCE = 1_000;

    private static final String DUE = "select tenant, id from rooms_to_purge(" + ROOMS_AT_ONCE + ")";
    private static final String SOME = "delete from %1$s where ctid = any(array(select ctid from %1$s where room = $1"
            + " limit " + ROWS_AT_ONCE + " for update skip locked))";

    /// Unless all that happened was written again meanwhile, or another node is still removing something:
    /// what it does may be rolled back, and nobody would come again.
    private static final String DONE =
            "update room set purge_at = null, name = '', owner_handle = '' where id = $1 and purge_at <= now()"
                    + TABLES.stream()
                            .map(" and not exists (select from %s where room = $1)"::formatted)
                            .collect(Collectors.joining());

    private final Pool pool;
    private final Reads connections;
    private final Vertx vertx;
    private long timer;
    private volatile boolean going;

    @Inject
    Purge(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.connections = new Reads(pool, PATIENCE);
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> purgeSoon());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /// Completes when nothing is left of the rooms that are due, or of the first of them, but what other
    /// nodes are just removing; fails when PostgreSQL does not answer for some of them within 10 seconds:
    /// these are for the next time.
    Uni<Void> purge() {
        return pool.query(DUE)
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Purge::key)
                        .toList())
                .flatMap(rooms -> Multi.createFrom()
                        .iterable(rooms)
                        .onItem()
                        .transformToUni(this::purge)
                        .collectFailures()
                        .concatenate()
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> purge(RoomKey room) {
        return Multi.createFrom()
                .iterable(TABLES)
                .onItem()
                .transformToUniAndConcatenate(table -> empty(room, SOME.formatted(table)))
                .onItem()
                .ignoreAsUni()
                .flatMap(_ -> execute(room, DONE))
                .replaceWithVoid();
    }

    private Uni<Void> empty(RoomKey room, String some) {
        return execute(room, some)
                .flatMap(removed -> removed < ROWS_AT_ONCE ? Uni.createFrom().voidItem() : empty(room, some));
    }

    private Uni<Integer> execute(RoomKey room, String sql) {
        return connections.inTenant(
                room.tenant(),
                connection -> connection
                        .preparedQuery(sql)
                        .execute(Tuple.of(room.uuid()))
                        .map(done -> done.rowCount()));
    }

    private static RoomKey key(Row row) {
        return new RoomKey(
                new TenantId(row.getString("tenant")), row.getUUID("id").toString());
    }

    private void purgeSoon() {
        if (going) {
            return;
        }
        going = true;
        purge().onTermination().invoke(() -> going = false).subscribe().with(_ -> {}, Purge::failed);
    }

    private static void failed(Throwable failure) {
        LOG.warnf("deleted rooms are not removed yet, trying again in %s: error=%s", EVERY, failure.getMessage());
    }
}
