package dev.atrium.search.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import dev.atrium.search.index.lucene.LuceneIndex;
import dev.atrium.search.testing.Sources;
import dev.atrium.search.testing.TestIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Property (SR-3): with random rooms, files, messages and callers, both legs find exactly what the rule allows, which
/// is stated here once more and in other words.
final class NoLeakTest {

    private static final List<String> TENANTS = List.of("acme", "globex", "commons");
    private static final List<String> SUBJECTS =
            List.of("user:ada", "user:bob", "key:1", "everyone", "room:r1", Caller.ANONYMOUS);
    private static final int ROOMS = 12;
    private static final int THINGS = 120;
    private static final int ROUNDS = 8;

    private final Random random = new Random(20260102);
    private final Map<String, Room> rooms = new HashMap<>();
    private final List<Source> things = new ArrayList<>();

    @Test
    void everyCallerFindsWhatItMayReadAndNothingElse(@TempDir Path directory) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            rooms.clear();
            things.clear();
            try (LuceneIndex index = TestIndex.at(directory.resolve("index-" + round))) {
                fill(index);
                check(index, new Rooms(index.rooms()));
            }
        }
    }

    private void fill(LuceneIndex index) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            Room room = new Room(tenant(), "r" + i, "Room", random.nextBoolean(), any(SUBJECTS));
            rooms.put(room.id(), room);
            changes.add(new Change.Know(room));
        }
        for (int i = 0; i < THINGS; i++) {
            Source thing = thing("t" + i);
            things.add(thing);
            changes.add(Sources.put(thing, "tea", Sources.vector(random.nextInt(5))));
        }
        index.apply(changes, Map.of());
    }

    /// In some room, in one that nobody knows, or in none; also with a tenant that is not the room's.
    private Source thing(String id) {
        String room = "r" + random.nextInt(ROOMS + 2);
        TenantId tenant = rooms.containsKey(room) && random.nextInt(4) > 0
                ? rooms.get(room).tenant()
                : tenant();
        return switch (random.nextInt(3)) {
            case 0 -> Sources.message(tenant, room, id, any(SUBJECTS));
            case 1 -> Sources.file(tenant, room, id, any(SUBJECTS), random.nextBoolean());
            default -> Sources.file(tenant(), null, id, any(SUBJECTS), random.nextBoolean());
        };
    }

    private void check(LuceneIndex index, Rooms known) throws IOException {
        for (String tenant : TENANTS) {
            for (String subject : SUBJECTS) {
                Caller caller = new Caller(subject, new TenantId(tenant), "h", Set.of(), Set.of("search:read"));
                assertEquals(readable(caller, null), found(index, known, caller, null), caller.toString());
                String room = "r" + random.nextInt(ROOMS + 2);
                assertEquals(readable(caller, room), found(index, known, caller, room), caller + " in " + room);
            }
        }
    }

    private static Set<String> found(LuceneIndex index, Rooms known, Caller caller, @Nullable String room)
            throws IOException {
        Scope scope = new Scope(known.rightsOf(caller), room, null);
        try (SearchIndex.View view = index.view()) {
            Set<String> byWords = ids(view, view.byWords("tea", scope, THINGS));
            Set<String> byMeaning = ids(view, view.byMeaning(Sources.vector(1), scope, THINGS));
            assertEquals(byWords, byMeaning);
            return byWords;
        }
    }

    private static Set<String> ids(SearchIndex.View view, List<Hit> hits) throws IOException {
        return view.read(hits.stream().map(Hit::place).toList(), "tea").stream()
                .map(Found::source)
                .map(Source::id)
                .collect(Collectors.toSet());
    }

    private Set<String> readable(Caller caller, @Nullable String within) {
        return things.stream()
                .filter(thing -> within == null || within.equals(thing.room()))
                .filter(thing -> mayRead(caller, thing))
                .map(Source::id)
                .collect(Collectors.toSet());
    }

    private boolean mayRead(Caller caller, Source thing) {
        if (!thing.tenant().equals(caller.tenant())) {
            return false;
        }
        boolean named = !caller.subject().equals("anonymous");
        if (thing.room() == null) {
            return thing.everyone() || (named && thing.author().subject().equals(caller.subject()));
        }
        Room room = rooms.get(thing.room());
        return room != null
                && room.tenant().equals(caller.tenant())
                && (room.open() || (named && room.owner().equals(caller.subject())));
    }

    private TenantId tenant() {
        return new TenantId(any(TENANTS));
    }

    private String any(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
