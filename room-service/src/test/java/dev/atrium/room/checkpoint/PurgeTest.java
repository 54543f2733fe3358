package dev.atrium.room.checkpoint;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.testing.Api.as;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.RoomDeleted;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Of a deleted room nothing stays but that there was one.
@ComponentTest
final class PurgeTest {

    @Inject
    Purge purge;

    @Inject
    Checkpoint checkpoint;

    @Inject
    RoomStore store;

    @Inject
    Pool pool;

    private final Caller ada = Api.user(Api.newTenant(), "ada");

    @Test
    void everyTableWithRowsOfRoomsIsEmptied() {
        TreeSet<String> tables = new TreeSet<>();
        get(pool.query("select table_name from information_schema.columns join information_schema.tables"
                                + " using (table_schema, table_name) where table_schema = current_schema()"
                                + " and table_type = 'BASE TABLE' and column_name = 'room'")
                        .execute())
                .forEach(row -> tables.add(row.getString("table_name")));
        tables.removeAll(List.of("inbound", "room_creation"));

        assertEquals(new TreeSet<>(Purge.TABLES), tables);
    }

    @Test
    void nothingIsLeftOfWhatWasInTheRoomAndOthersStay() {
        String other = furnished();
        String room = furnished();
        as(ada).delete("/api/rooms/{id}", room).expect(204);
        await().until(() -> count(room, "select count(*) from room where id = $1 and deleted_at > 0") == 1);

        // Not yet.
        get(purge.purge());
        assertTrue(rows(room) > 0);
        due(room);
        awaitPurge(room);

        assertTrue(rows(other) > 0);
        as(ada).get("/api/rooms/{id}/messages", other).expect(200);
        as(ada).get("/api/rooms/{id}", room).expect(404);
    }

    @Test
    void aRoomOfWhichAnotherNodeIsRemovingSomethingStaysDue() {
        String room = furnished();
        as(ada).delete("/api/rooms/{id}", room).expect(204);
        await().until(() -> count(room, "select count(*) from room where id = $1 and deleted_at > 0") == 1);
        SqlConnection other = get(pool.getConnection());
        Transaction removal = get(other.begin());
        get(TenantSql.enter(other, ada.tenant()));
        get(other.preparedQuery("delete from message where room = $1")
                .execute(Tuple.of(new RoomKey(ada.tenant(), room).uuid())));
        due(room);

        get(purge.purge());

        assertEquals(1, count(room, "select count(*) from room where id = $1 and purge_at is not null"));
        get(removal.rollback());
        get(other.close());
        awaitPurge(room);
    }

    @Test
    void whatIsWrittenAgainAfterwardsGoesAgain() {
        RoomKey room = new RoomKey(ada.tenant(), Ids.next().toString());
        List<RoomEvent> events = new ArrayList<>(List.of(new RoomCreated(
                room.tenant(), room.room(), 1, NOW, "Attic", Kind.CHAT, Visibility.PUBLIC, ada.actor())));
        for (long i = 2; i <= 2_500; i++) {
            String id = Ids.next().toString();
            events.add(new MessagePosted(room.tenant(), room.room(), i, NOW, id, ada.actor(), "m" + i, null, null));
        }
        events.add(new RoomDeleted(room.tenant(), room.room(), 2_501, NOW, ada.actor()));
        for (int i = 0; i < 2; i++) {
            get(checkpoint.write(events));
            assertTrue(rows(room.room()) > 2_000);
            due(room.room());
            awaitPurge(room.room());

            RoomSnapshot snapshot = get(store.load(room)).orElseThrow();
            assertTrue(snapshot.access().settings().deleted());
            assertEquals(2_501, snapshot.sequence());
            assertEquals(List.of(), snapshot.newest());
        }
    }

    /// A room with something of most kinds.
    private String furnished() {
        String room = Api.newRoom(ada);
        String message = Api.post(ada, room, "hello").path("id");
        as(ada).put("/api/rooms/{id}/messages/{m}/reactions/heart", room, message)
                .expect(200);
        as(ada).body(Map.of("operations", List.of(Map.of("op", "put", "path", "a/b", "value", 1))))
                .post("/api/rooms/{id}/operations", room)
                .expect(200);
        as(ada).body(Map.of("content", "so"))
                .put("/api/rooms/{id}/drafts/k", room)
                .expect(200);
        as(ada).body(Map.of("upTo", 2)).put("/api/rooms/{id}/marker", room).expect(200);
        as(ada).body(Map.of("role", "viewer"))
                .put("/api/rooms/{id}/members/user:bob", room)
                .expect(200);
        return room;
    }

    /// Here, or by the service itself that does it every few seconds: then a part may be locked when this comes.
    private void awaitPurge(String room) {
        await().until(() -> {
            get(purge.purge());
            return rows(room) == 0
                    && count(room, "select count(*) from room where id = $1 and name = '' and purge_at is null") == 1;
        });
    }

    /// As if a minute had passed.
    private void due(String room) {
        count(
                room,
                "with moved as (update room set purge_at = now() where id = $1 returning 1)"
                        + " select count(*) from moved");
    }

    private long rows(String room) {
        return Purge.TABLES.stream()
                .mapToLong(table -> count(room, "select count(*) from " + table + " where room = $1"))
                .sum();
    }

    private long count(String room, String sql) {
        return get(TenantSql.inTenant(
                        pool,
                        ada.tenant(),
                        connection -> connection
                                .preparedQuery(sql)
                                .execute(Tuple.of(new RoomKey(ada.tenant(), room).uuid()))))
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Patience.USUAL);
    }
}
