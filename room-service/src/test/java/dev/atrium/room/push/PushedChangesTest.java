package dev.atrium.room.push;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Another program's transaction changes messages and objects of a room, exactly once and in its order (RM-11).
@ComponentTest
final class PushedChangesTest {

    private static final String INVALID = "22023";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newPrivateRoom(ada);

    @Test
    void aProgramAnswersAndNamesPeople() throws SQLException {
        String question = Api.post(ada, room, "Is it paid?").path("id");
        try (TestSocket socket = TestSocket.open(ada, room);
                Pusher pusher = Pusher.connect()) {
            pusher.call(
                            tenant,
                            room,
                            "post_message(?, 'billing', 'c-1', ?::uuid, array[?]::text[])",
                            "It is, @ada",
                            question,
                            "ada")
                    .commit();

            JsonNode message = socket.awaitFrame("message", _ -> true).path("message");
            assertEquals(question, message.path("replyTo").asText());
            assertEquals("ada", message.at("/mentions/0").asText());
            assertEquals(
                    pusher.messageId(tenant, room, "c-1"), message.path("id").asText());
        }
    }

    @Test
    void aProgramEditsAndDeletesItsOwnMessagesAlsoInTheTransactionThatPostedThem() throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            String paid = pusher.messageId(tenant, room, "paid");
            String gone = pusher.messageId(tenant, room, "gone");
            pusher.push(tenant, room, "Invoice 7 is open", "paid")
                    .push(tenant, room, "A mistake", "gone")
                    .call(tenant, room, "edit_message(?::uuid, ?, 'billing', 'e-1')", paid, "Invoice 7 is paid")
                    .call(tenant, room, "edit_message(?::uuid, ?, 'billing', 'e-2')", paid, "Invoice 7 is booked")
                    // As if the node had died between the edit and the removal of its row.
                    .call(tenant, room, "edit_message(?::uuid, ?, 'billing', 'e-1')", paid, "Invoice 7 is paid")
                    .call(tenant, room, "delete_message(?::uuid, 'billing')", gone)
                    .call(tenant, room, "delete_message(?::uuid, 'billing')", gone)
                    .commit();
            awaitNoneWaiting();

            message(paid).body("content", equalTo("Invoice 7 is booked"));
            message(gone).body("deleted", equalTo(true)).body("content", equalTo(""));
        }
    }

    @Test
    void messagesOfOthersAreNotItsOwn() throws SQLException {
        String adas = Api.post(ada, room, "I said so").path("id");
        try (Pusher pusher = Pusher.connect()) {
            pusher.call(tenant, room, "edit_message(?::uuid, 'She did not', 'billing')", adas)
                    .call(tenant, room, "delete_message(?::uuid, 'billing')", adas)
                    .commit();
        }
        // What is refused is believed later.
        Pusher.age(room);
        awaitNoneWaiting();

        message(adas).body("content", equalTo("I said so"));
        assertTrue(Pusher.reason(room).contains("sender"), Pusher.reason(room));
    }

    @Test
    void objectsChangeWithTheTransactionAndEverybodyHearsOfIt() throws SQLException {
        try (TestSocket socket = TestSocket.open(ada, room);
                Pusher pusher = Pusher.connect()) {
            pusher.call(tenant, room, "put_object('invoices/7', ?::jsonb, 'billing')", "{\"sum\": 12}")
                    .rollback();
            pusher.call(tenant, room, "put_object('invoices/8', ?::jsonb, 'billing')", "{\"sum\": 5, \"open\": true}")
                    .call(tenant, room, "put_object('invoices/9', ?::jsonb, 'billing')", "{}")
                    .call(tenant, room, "merge_object('invoices/8', ?::jsonb, 'billing')", "{\"open\": null}")
                    .call(tenant, room, "remove_object('invoices/9', 'billing')")
                    .commit();

            JsonNode removed = socket.awaitFrame(
                    "op", frame -> frame.at("/objects/0/removed").asBoolean());
            assertEquals("system:billing", removed.at("/objects/0/by/subject").asText());
        }
        objects().body("items.path", equalTo(List.of("invoices/8"))).body("items[0].value", equalTo(Map.of("sum", 5)));
    }

    @Test
    void operationsCountOnceAndTogether() throws SQLException {
        String operations = "[{\"op\":\"put\",\"path\":\"a\",\"value\":1},{\"op\":\"put\",\"path\":\"b\",\"value\":2}]";
        try (Pusher pusher = Pusher.connect()) {
            pusher.call(tenant, room, "apply_operations(?::jsonb, 'billing', 'o-1')", operations)
                    .call(tenant, room, "put_object('a', '3', 'billing')")
                    .call(tenant, room, "apply_operations(?::jsonb, 'billing', 'o-1')", operations)
                    .commit();
        }
        awaitNoneWaiting();

        objects().body("items", hasSize(2)).body("items[0].value", equalTo(3));
    }

    @Test
    void whatDoesNotFitWhatIsThereIsKeptWithItsReasonAndWhatComesBehindItCounts() throws SQLException {
        as(ada).body(Map.of("pattern", "invoices/*", "schema", Map.of("type", "object")))
                .put("/api/rooms/{id}/schemas/invoices", room)
                .expect(200);
        try (Pusher pusher = Pusher.connect()) {
            pusher.call(tenant, room, "put_object('invoices/7', '5', 'billing')")
                    .call(tenant, room, "put_object('invoices/8', '{}', 'billing', 'late', 3)")
                    .call(tenant, room, "put_object('invoices/9', '{}', 'billing')")
                    .commit();
        }
        Pusher.age(room);
        awaitNoneWaiting();

        objects().body("items.path", equalTo(List.of("invoices/9")));
        assertTrue(Pusher.reason(room).contains("/operations/0"), Pusher.reason(room));
    }

    /// As one that was pushed before the functions refused it.
    @Test
    void aRowWithMentionsThatAreNoListIsKeptWithItsReasonAndStopsNobody() throws SQLException {
        try (Pusher owner = Pusher.connectAs("room_owner")) {
            owner.run("insert into room.inbound (tenant, room, sender, content, client_id, mentions) values ('" + tenant
                    + "', '" + room + "', 'billing', '@ada', 'c-1', array[array['ada']])");
            owner.push(tenant, room, "paid", "c-2").commit();
        }
        awaitNoneWaiting();

        assertTrue(Pusher.reason(room).contains("mentions"), Pusher.reason(room));
        as(ada).get("/api/rooms/{id}/messages", room).body("items.content", equalTo(List.of("paid")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1e1001'", "'1e-1001'", "(repeat('[', 1001) || repeat(']', 1001))"})
    void aValueThatOnlyPostgresTakesIsKeptWithItsReasonAndStopsNobody(String value) throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            pusher.call(tenant, room, "put_object('a', " + value + "::jsonb, 'billing')")
                    .call(tenant, room, "put_object('b', '2', 'billing')")
                    .commit();
        }
        awaitNoneWaiting();

        objects().body("items.path", equalTo(List.of("b")));
        assertTrue(Pusher.reason(room).contains("operations"), Pusher.reason(room));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "post_message('x', 'billing', 'c', null, array['ada'])",
                "post_message('@ada', 'billing', 'c', null, array[null]::text[])",
                "post_message('@ada', 'billing', 'c', null, array[array['ada']])",
                "edit_message(gen_random_uuid(), '@ada', 'billing', 'c', array[array['ada']])",
                "edit_message(null, 'x', 'billing')",
                "edit_message(gen_random_uuid(), ' ', 'billing')",
                "delete_message(null, 'billing')",
                "apply_operations('[]', 'billing')",
                "apply_operations('{}', 'billing')",
                "apply_operations(null, 'billing')",
                "apply_operations('[{\"op\":\"add\",\"path\":\"a\"}]', 'billing')",
                "apply_operations('[{\"op\":\"put\",\"value\":1}]', 'billing')",
                "put_object(null, '1', 'billing')",
                "put_object('', '1', 'billing')",
                "put_object('a', '1', 'Not a program')",
                "put_object('a', to_jsonb(repeat('x', 600000)), 'billing')",
            })
    void whatTheApiWouldRefuseIsRefused(String call) throws SQLException {
        try (Pusher pusher = Pusher.connect()) {
            SQLException refused = assertThrows(SQLException.class, () -> pusher.call(tenant, room, call));

            assertEquals(INVALID, refused.getSQLState(), refused.getMessage());
        }
    }

    private Answer message(String id) {
        return as(ada).get("/api/rooms/{id}/messages/{message}", room, id).expect(200);
    }

    private Answer objects() {
        return as(ada).get("/api/rooms/{id}/objects", room).expect(200);
    }

    private void awaitNoneWaiting() {
        await().until(() -> Pusher.waiting(room) == 0);
    }
}
