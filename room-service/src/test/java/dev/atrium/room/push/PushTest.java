package dev.atrium.room.push;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Another program's transaction posts into a room, exactly once and in its order, if it commits (RM-11).
@ComponentTest
final class PushTest {

    private static final String INVALID = "22023";
    private static final String NOT_ALLOWED = "42501";
    private static final String TOO_MANY = "54000";

    @Inject
    DataSource dataSource;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);

    @Test
    void whatIsCommittedReachesTheRoomAsAMessageOfTheProgram() throws SQLException {
        try (TestSocket socket = TestSocket.open(ada, room);
                Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, room, "paid", "invoice-7").commit();

            JsonNode message = socket.awaitFrame("message", _ -> true).path("message");
            assertEquals("paid", message.path("content").asText());
            assertEquals(
                    "system:billing", message.path("sender").path("subject").asText());
            assertEquals("invoice-7", message.path("clientId").asText());
        }
        awaitNoneWaiting();
    }

    /// As the page about it has it; the table is in the room's schema, because nobody here may make
    /// another one.
    @Test
    void aTriggerTellsTheRoomOfEveryChangeThatIsCommitted() throws SQLException {
        String table = "invoice_" + room.replace("-", "");
        try (Pusher owner = Pusher.connectAs("room_owner")) {
            owner.run("create table " + table + " (number int primary key, room uuid not null, paid boolean not null)");
            owner.run("""
                    create function %1$s_changed() returns trigger language plpgsql
                        security definer set search_path = room, pg_temp
                    as $$
                    begin
                        perform room.put_object('%2$s', new.room, 'invoices/' || new.number,
                            jsonb_build_object('paid', new.paid), 'billing');
                        if new.paid then
                            perform room.post_message('%2$s', new.room, 'Invoice ' || new.number || ' is paid.', 'billing',
                                'invoice-' || new.number || '-paid');
                        end if;
                        return null;
                    end $$;
                    create trigger changed after update of paid on %1$s
                        for each row when (old.paid is distinct from new.paid) execute function %1$s_changed()
                    """.formatted(table, tenant));
            owner.run("insert into " + table + " select n, '" + room + "', false from generate_series(6, 8) n");
            owner.commit();
            try (TestSocket socket = TestSocket.open(ada, room)) {
                owner.run("update " + table + " set paid = true where number = 6");
                owner.rollback();
                owner.run("update " + table + " set paid = true where number in (7, 8)");
                owner.run("update " + table + " set paid = true");
                owner.commit();

                assertEquals(
                        Set.of("Invoice 6 is paid.", "Invoice 7 is paid.", "Invoice 8 is paid."),
                        Set.copyOf(socket.awaitContents(3)));
            } finally {
                owner.run("drop table " + table);
                owner.run("drop function " + table + "_changed");
                owner.commit();
            }
        }
        awaitNoneWaiting();
        as(ada).get("/api/rooms/{id}/objects", room)
                .body("items.path", containsInAnyOrder("invoices/6", "invoices/7", "invoices/8"));
    }

    @Test
    void aTransactionThatIsRolledBackPostsNothing() throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, room, "never", "c-1").rollback();
            pusher.push(tenant, room, "paid", "c-2").commit();
        }

        assertEquals(List.of("paid"), awaitContents(1));
    }

    @Test
    void whatIsPushedAgainCountsOnceAlsoIfItsRowWasNotRemoved() throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, room, "paid", "c-1").commit();
            awaitNoneWaiting();
            // As if the node had died between the two.
            pusher.push(tenant, room, "paid", "c-1").push(tenant, room, "sent", "c-2");
            pusher.commit();
            awaitNoneWaiting();
        }

        assertEquals(List.of("paid", "sent"), awaitContents(2));
    }

    @Test
    void messagesOfATransactionKeepTheirOrder() throws SQLException {
        List<String> contents = IntStream.range(0, 700).mapToObj(i -> "m" + i).toList();
        try (Pusher pusher = Pusher.connect()) {
            for (String content : contents) {
                pusher.push(tenant, room, content, content);
            }
            pusher.commit();
        }

        awaitNoneWaiting();
        assertEquals(contents.subList(500, 700), awaitContents(200));
    }

    @Test
    void aRoomForWhichVeryMuchWaitsKeepsNoOtherWaiting() throws SQLException {
        String other = Api.newRoom(ada);
        try (TestSocket socket = TestSocket.open(ada, other);
                Pusher pusher = Pusher.connect()) {
            for (int i = 0; i < 1_500; i++) {
                pusher.push(tenant, room, "m" + i, "m" + i);
            }
            pusher.commit();
            await().until(() -> Pusher.waiting(room) < 1_500);

            pusher.push(tenant, other, "one", "c-1").commit();

            socket.awaitFrame("message", _ -> true);
            assertTrue(Pusher.waiting(room) > 500);
        }
        awaitNoneWaiting();
        assertEquals(IntStream.range(1_300, 1_500).mapToObj(i -> "m" + i).toList(), awaitContents(200));
    }

    @Test
    void privateRoomsAreReachedToo() throws SQLException {
        String study = Api.newPrivateRoom(ada);
        try (TestSocket socket = TestSocket.open(ada, study);
                Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, study, "paid", "c-1").commit();

            assertEquals(List.of("paid"), socket.awaitContents(1));
        }
    }

    @Test
    void whatCanNeverBePostedIsKeptWithItsReasonAndStopsNobody() throws SQLException {
        String nowhere = UUID.randomUUID().toString();
        try (Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, nowhere, "lost", "c-1")
                    .push("another", room, "not theirs", "c-2")
                    .push(tenant, room, "paid", "c-3")
                    .commit();
        }

        assertEquals(List.of("paid"), awaitContents(1));
        // That a room is missing is believed later.
        Pusher.age(nowhere);
        Pusher.age(room);
        await().until(() -> !Pusher.reason(nowhere).isEmpty());
        await().until(() -> !Pusher.reason(room).isEmpty());
        assertEquals(List.of("paid"), awaitContents(1));
    }

    @Test
    void whatMustWaitDelaysNobodyElse() throws SQLException {
        try (TestSocket socket = TestSocket.open(ada, room);
                Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, UUID.randomUUID().toString(), "not there", "c").commit();

            // Each that waited for the reader's next try would take two seconds.
            assertTimeout(Duration.ofSeconds(30), () -> {
                for (int i = 1; i <= 20; i++) {
                    pusher.push(tenant, room, "paid " + i, "c-" + i).commit();
                    socket.awaitContents(i);
                }
            });
        }
    }

    @Test
    void onlyRowsOfRoomsThatAreAskedForAreRead() throws SQLException {
        String one = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        try (Pusher pusher = Pusher.connect();
                Connection connection = dataSource.getConnection()) {
            pusher.push(tenant, one, "x", "c-1").push(tenant, other, "y", "c-2").commit();
            InboundTable table = new InboundTable(connection);

            List<Pushed> rows = table.waiting(List.of(new Place(tenant, other), new Place("another", one)), 10, 10);

            assertEquals(List.of("c-2"), rows.stream().map(Pushed::clientId).toList());
            assertTrue(table.places().containsAll(List.of(new Place(tenant, one), new Place(tenant, other))));
        }
    }

    @Test
    void whatWasPushedWhilePostgresRestartsIsPostedAfterwards() throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, room, "before", "c-1").commit();
        }
        awaitNoneWaiting();

        RoomStack.withoutPostgres(() -> Api.post(ada, room, "meanwhile").expect(201));

        Pusher pusher = await().ignoreExceptions().until(Pusher::connect, _ -> true);
        try (pusher) {
            pusher.push(tenant, room, "after", "c-2").commit();
        }
        assertEquals(List.of("before", "meanwhile", "after"), awaitContents(3));
    }

    @ParameterizedTest
    @CsvSource({"'', c", "'  ', c", "x, ''", "a\u0007b, c"})
    void whatTheApiWouldRefuseIsRefused(String content, String clientId) throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            SQLException refused = assertThrows(SQLException.class, () -> pusher.push(tenant, room, content, clientId));

            assertEquals(INVALID, refused.getSQLState());
        }
    }

    @Test
    void namesOfTheSuiteItselfAreNotForPrograms() throws SQLException {
        for (String name : Pushed.RESERVED) {
            try (Pusher pusher = Pusher.connect()) {
                SQLException refused = assertThrows(
                        SQLException.class, () -> pusher.call(tenant, room, "post_message('x', '" + name + "')"));

                assertEquals(INVALID, refused.getSQLState(), name);
            }
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            pusher.push(tenant, room, "\uD83D\uDE00".repeat(4_000), "c".repeat(64))
                    .rollback();

            assertThrows(SQLException.class, () -> pusher.push(tenant, room, "x".repeat(4_001), "c"));
            pusher.rollback();
            assertThrows(SQLException.class, () -> pusher.push(tenant, room, "x", "c".repeat(65)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from room.inbound",
                "select * from room.inbound_refused",
                "insert into room.inbound (tenant, room, sender, content, client_id)"
                        + " values ('t', gen_random_uuid(), 's', 'c', 'i')",
                "select * from room.message",
                "select room.isolate_tenants('room.inbound')",
                "select room.push('t', gen_random_uuid(), 's', 'c', 'delete')",
                "create table room.own (id int)",
                "create temporary table own (id int)",
                "select * from media.file"
            })
    void whoMayPushMayDoNothingElse(String sql) throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            SQLException refused = assertThrows(SQLException.class, () -> pusher.run(sql));

            assertEquals(NOT_ALLOWED, refused.getSQLState(), refused.getMessage());
        }
    }

    @Test
    void noMoreThanSomeWaitForARoom() throws SQLException {
        String nowhere = UUID.randomUUID().toString();
        try (Pusher owner = Pusher.connectAs("room_owner")) {
            owner.run("insert into room.inbound (tenant, room, sender, content, client_id) select '" + tenant + "', '"
                    + nowhere + "', 'billing', 'x', i from generate_series(1, 9999) as i");
            owner.push(tenant, nowhere, "the last one", "c-1");

            SQLException refused = assertThrows(SQLException.class, () -> owner.push(tenant, nowhere, "more", "c-2"));
            assertEquals(TOO_MANY, refused.getSQLState());
            owner.rollback();
        }
    }

    private void awaitNoneWaiting() {
        await().until(() -> Pusher.waiting(room) == 0);
    }

    private List<String> awaitContents(int count) {
        return await().until(this::contents, contents -> contents.size() >= count);
    }

    private List<String> contents() {
        return as(ada).get("/api/rooms/{id}/messages?limit=200", room)
                .expect(200)
                .path("items.content");
    }
}
