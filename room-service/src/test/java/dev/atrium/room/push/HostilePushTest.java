package dev.atrium.room.push;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a program passes to the functions is refused by them, or counts, or is kept with its reason: nothing stays,
/// and nobody else waits for it.
@ComponentTest
final class HostilePushTest {

    private static final int CALLS = 300;

    private static final String INVALID = "22023";

    private static final List<String> TEXTS = List.of(
            "null",
            "''",
            "' '",
            "'@ada'",
            "'@ada @'",
            "'%s %d'",
            "'; drop table room.inbound; --'",
            "U&'\\FEFF'",
            "U&'\\2028\\FFFF'",
            "U&'\\202E@ada'",
            "U&'\\0085'",
            "U&'@\\+01F600'",
            "chr(7)",
            "chr(1114111)",
            "E'a\\n'",
            "repeat(U&'\\+01F600', 4000)",
            "repeat('x', 4001)",
            "repeat('@', 4000)",
            "repeat('x', 64)",
            "repeat('x', 1000000)");

    private static final List<String> SENDERS = List.of(
            "'billing'", "'billing'", "'0'", "repeat('x', 64)", "'lobby'", "'Billing'", "''", "null", "E'billing\\n'");

    private static final List<String> CLIENT_IDS = List.of(
            "gen_random_uuid()::text", "gen_random_uuid()::text", "'c-1'", "'system:billing'", "U&'\\+01F600'", "' '");

    private static final List<String> MENTIONS = List.of(
            "null",
            "'{}'::text[]",
            "array['ada']",
            "array['ada', 'ada', '']",
            "array[null]::text[]",
            "array[array['ada']]",
            "array[array['ada', null], array['ada', 'ada']]",
            "'{{{ada}}}'::text[]",
            "'[5:5]={ada}'::text[]",
            "'[-3:-3][7:7]={{ada}}'::text[]",
            "array_fill('ada'::text, array[20])",
            "array_fill('ada'::text, array[21])",
            "array_fill('@'::text, array[5, 5])",
            "array[repeat('x', 201)]",
            "array[chr(7)]");

    private static final List<String> VALUES = List.of(
            "null",
            "'null'",
            "'1'",
            "'-0.0'",
            "'1e308'",
            "'1e309'",
            "'-1e999'",
            "'1e1001'",
            "'1e131071'",
            "'1e-16383'",
            "'123456789012345678901234567890.5'",
            "'{\"\": {\"__proto__\": null}, \"a\": 1, \"a\": 2}'",
            "'[\"\\ud83d\\ude00\", \"\\ufffe\\u2028\\u0007\", \"</script>\"]'",
            "to_jsonb(repeat('x', 65535))",
            "to_jsonb(repeat('x', 600000))",
            "to_jsonb(repeat(chr(1), 100000))",
            "(repeat('[', 32) || repeat(']', 32))::jsonb",
            "(repeat('[', 33) || repeat(']', 33))::jsonb",
            "(repeat('[', 990) || repeat(']', 990))::jsonb",
            "(repeat('{\"a\":', 1500) || '1' || repeat('}', 1500))::jsonb",
            "(select jsonb_object_agg(i, i) from generate_series(1, 5000) as i)");

    private static final List<String> BASES =
            List.of("null", "null", "0", "1", "-1", "'9223372036854775807'", "'-9223372036854775808'");

    private static final List<String> MEMBERS = List.of(
            "'op', 'put'",
            "'op', 'merge'",
            "'op', 'remove'",
            "'op', 7",
            "'path', 'a'",
            "'path', '/'",
            "'path', jsonb '{}'",
            "'value', 1",
            "'value', null",
            "'base', 1e30",
            "'base', 1.5",
            "'base', '1'",
            "'base', jsonb '[]'",
            "'lock', null",
            "'lock', 'door'",
            "'lock', jsonb '{}'",
            "'lock', jsonb '{\"name\": \"door\", \"token\": 1e40}'",
            "'lock', jsonb '{\"name\": \"door\", \"token\": 1}'",
            "'another', jsonb '{\"a\": 1e2000}'");

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newPrivateRoom(ada);
    private final String message = Api.post(ada, room, "hers").path("id");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void nothingStopsTheReader(long seed) throws SQLException {
        Random random = new Random(seed);
        int taken = 0;
        try (Pusher pusher = Pusher.connect()) {
            for (int i = 0; i < CALLS; i++) {
                taken += push(pusher, call(random)) ? 1 : 0;
            }
            pusher.push(tenant, room, "still read", "last").commit();
        }
        assertTrue(taken > CALLS / 20, "taken: " + taken);

        await().until(() -> {
            // What is refused is believed later.
            Pusher.age(room);
            return Pusher.waiting(room) == 0;
        });
        as(ada).get("/api/rooms/{id}/messages", room).expect(200).body("items.content", hasItem("still read"));
        as(ada).get("/api/rooms/{id}/objects", room).expect(200);
    }

    /// @return whether the function took it
    private static boolean push(Pusher pusher, String call) throws SQLException {
        try {
            pusher.run("select room." + call);
            pusher.commit();
            return true;
        } catch (SQLException e) {
            pusher.rollback();
            assertEquals(INVALID, e.getSQLState(), e.getMessage() + ": " + call);
            return false;
        }
    }

    private String call(Random random) {
        String at = one(random, places()) + ", ";
        String by = ", " + one(random, SENDERS);
        String under = by + ", " + one(random, CLIENT_IDS);
        String text = one(random, TEXTS);
        String mentions = ", " + one(random, MENTIONS);
        String base = ", " + one(random, BASES);
        return switch (random.nextInt(8)) {
            case 0 -> "post_message(" + at + text + under + ", " + one(random, messages()) + mentions + ")";
            case 1 -> "post_message(" + at + "'@ada'" + under + ", null" + mentions + ")";
            case 2 -> "edit_message(" + at + one(random, messages()) + ", " + text + under + mentions + ")";
            case 3 -> "delete_message(" + at + one(random, messages()) + by + ")";
            case 4 -> "put_object(" + at + text + ", " + one(random, VALUES) + under + base + ")";
            case 5 -> "merge_object(" + at + "'a', " + one(random, VALUES) + under + base + ")";
            case 6 -> "remove_object(" + at + text + under + base + ")";
            default -> "apply_operations(" + at + operations(random) + under + ")";
        };
    }

    private static String operations(Random random) {
        if (random.nextInt(4) == 0) {
            return one(random, VALUES);
        }
        String more = ", " + one(random, MEMBERS) + ", " + one(random, MEMBERS);
        String one = "jsonb_build_object('op', 'put', 'path', 'a', 'value', 1" + more + ")";
        String other = "jsonb_build_object(" + one(random, MEMBERS) + more + ")";
        return "jsonb_build_array(" + (random.nextBoolean() ? one : one + ", " + other) + ")";
    }

    private List<String> places() {
        String here = "'" + tenant + "', '" + room + "'";
        return List.of(
                here,
                here,
                here,
                here,
                here,
                "'another', '" + room + "'",
                "'" + tenant + "', gen_random_uuid()",
                "'" + tenant + "', '00000000-0000-0000-0000-000000000000'",
                "'" + tenant + "', null",
                "'Not a tenant', '" + room + "'",
                "null, '" + room + "'");
    }

    private List<String> messages() {
        return List.of(
                "'" + message + "'",
                "room.message_id('" + tenant + "', '" + room + "', 'billing', 'c-1')",
                "'00000000-0000-0000-0000-000000000000'",
                "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                "gen_random_uuid()",
                "null");
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
