package dev.atrium.room.operation;

import static dev.atrium.room.operation.Fixture.ADA;
import static dev.atrium.room.operation.Fixture.BOB;
import static dev.atrium.room.operation.Fixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds in random histories of a room.
final class ObjectHistoriesTest {

    private final Random random = new Random(5);

    @Test
    void theLogReadAgainGivesTheSameObjects() {
        for (int i = 0; i < 200; i++) {
            Fixture room = history(100);

            ObjectSet again = replayed(room.events);

            assertEquals(room.objects.changedAfter(0), again.changedAfter(0));
            assertEquals(room.objects.list("", "").toList(), again.list("", "").toList());
            assertEquals(room.objects.size(), again.size());
            assertEquals(room.objects.sizeBytes(), again.sizeBytes());
        }
    }

    @Test
    void whatWasStoredLaterThanTheRoomComesToTheSame() {
        for (int i = 0; i < 200; i++) {
            Fixture room = history(60);
            int seen = random.nextInt(room.events.size());
            ObjectSet loaded = new ObjectSet();
            loaded.load(new StoredObjects(replayed(room.events).changedAfter(0), 0, Map.of()));

            room.events.subList(seen, room.events.size()).forEach(loaded::apply);

            assertEquals(room.objects.changedAfter(0), loaded.changedAfter(0));
            assertEquals(room.objects.size(), loaded.size());
        }
    }

    @Test
    void aClientThatTakesWhatChangedHasWhatIsThere() {
        for (int i = 0; i < 200; i++) {
            Fixture room = history(80);
            int seen = random.nextInt(room.events.size());
            long after = room.events.get(seen).sequence();
            ObjectSet client = replayed(room.events.subList(0, seen + 1));

            List<RoomObject> missed = room.objects.changedAfter(after);
            client.load(new StoredObjects(missed, 0, Map.of()));

            assertEquals(room.objects.list("", "").toList(), client.list("", "").toList());
            assertTrue(missed.stream().allMatch(object -> object.version() > after));
        }
    }

    @Test
    void whatTheLogLosesLeavesNoTrace() {
        for (int i = 0; i < 200; i++) {
            Fixture room = history(50);
            long sizeBytes = room.objects.sizeBytes();
            for (int j = 0; j < 10; j++) {
                room.decide(ADA, operation());
            }

            room.lose();

            ObjectSet again = replayed(room.events);
            assertEquals(again.changedAfter(0), room.objects.changedAfter(0));
            assertEquals(again.predictedSize(), room.objects.predictedSize());
            assertEquals(again.predictedText(), room.objects.predictedText());
            assertEquals(sizeBytes, room.objects.sizeBytes());
        }
    }

    private Fixture history(int operations) {
        Fixture room = new Fixture().schema("joined", "o/**", null, "merge");
        for (int i = 0; i < operations; i++) {
            room.decide(random.nextBoolean() ? ADA : BOB, operation());
            if (random.nextInt(3) == 0) {
                room.confirm();
            }
            if (random.nextInt(20) == 0) {
                room.lose();
            }
        }
        room.confirm();
        return room;
    }

    private Operation operation() {
        String path = "o/" + random.nextInt(5);
        Long base = random.nextInt(3) == 0 ? (Long) (long) random.nextInt(60) : null;
        String value = "{'" + (char) ('a' + random.nextInt(4)) + "':" + random.nextInt(5) + "}";
        return switch (random.nextInt(4)) {
            case 0 -> new Operation.Remove(path, base, null);
            case 1 -> new Operation.Put(path, json(value), base, null);
            default -> new Operation.Merge(path, json(value), base, null);
        };
    }

    private static ObjectSet replayed(List<ObjectEvent> events) {
        ObjectSet objects = new ObjectSet();
        events.forEach(objects::apply);
        return objects;
    }
}
