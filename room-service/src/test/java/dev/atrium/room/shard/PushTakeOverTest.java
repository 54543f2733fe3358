package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.push.PushParts;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is pushed while shards move comes once and in its order, whichever node posts it (RM-11).
@ComponentTest
final class PushTakeOverTest {

    private static final int ROOMS = 8;
    private static final int SHARDS = 8;
    private static final int MESSAGES = 25;

    @Inject
    Shards shards;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void whoKeepsPushingGetsEveryMessageInOnceInItsOrder() {
        List<String> rooms =
                Stream.generate(() -> Api.newRoom(ada)).limit(ROOMS).toList();
        push(rooms, 0);
        try (SecondNode second = new SecondNode()) {
            push(rooms, MESSAGES);
            await().until(() -> second.countOpen() == SHARDS / 2);
            push(rooms, 2 * MESSAGES);
        }
        push(rooms, 3 * MESSAGES);
        await().until(() -> shards.countOpen() == SHARDS);

        for (String room : rooms) {
            await().untilAsserted(() -> assertEquals(pushed(0, 4 * MESSAGES), contents(room)));
        }
    }

    private void push(List<String> rooms, int from) {
        PushParts.push(tenant, rooms, pushed(from, from + MESSAGES));
    }

    private static List<String> pushed(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private List<String> contents(String room) {
        return as(ada).get("/api/rooms/{id}/messages?limit=200", room)
                .expect(200)
                .path("items.content");
    }
}
