package dev.atrium.search.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Kind;
import dev.atrium.search.index.Moderated;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.index.Source;
import dev.atrium.search.index.lucene.LuceneIndex;
import dev.atrium.search.testing.Sources;
import dev.atrium.search.testing.TestIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Property (SR-3): with random rooms, files, messages and callers, and after random changes of access and decisions of
/// the moderation, both legs find exactly what the rule allows, which is stated here once more and in other words.
final class NoLeakTest {

    private static final List<String> TENANTS = List.of("acme", "globex", "commons");
    private static final List<String> SUBJECTS =
            List.of("user:ada", "user:bob", "key:1", "everyone", "room:r1", Caller.ANONYMOUS);
    private static final int ROOMS = 12;
    private static final int THINGS = 120;
    private static final int ROUNDS = 8;
    private static final int ACCESS_CHANGES = 150;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Actor BY = new Actor("user:owner", "Owner");

    private final Random random = new Random(20260102);
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, Boolean> open = new HashMap<>();
    private final Map<String, Set<String>> readers = new HashMap<>();
    /// Whether the ban is in force.
    private final Map<String, Map<String, Boolean>> banned = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<AccessChange> changed = new ArrayList<>();
    /// What the moderation said last, of each message that shows a file.
    private final Map<List<String>, Moderated> decided = new HashMap<>();

    private final List<Moderated> decisions = new ArrayList<>();
    private final List<Source> things = new ArrayList<>();

    @Test
    void everyCallerFindsWhatItMayReadAndNothingElse(@TempDir Path directory) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            rooms.clear();
            things.clear();
            changed.clear();
            decided.clear();
            decisions.clear();
            try (LuceneIndex index = TestIndex.at(directory.resolve("index-" + round))) {
                fill(index);
                Rooms known = new Rooms(index.rooms());
                check(index, known);
                for (int i = 0; i < ACCESS_CHANGES; i++) {
                    change(index, known);
                    moderate(index);
                }
                // Makes the newest state the one that is searched.
                Rooms remembered = new Rooms(index.rooms());
                check(index, known);
                check(index, remembered);
            }
        }
    }

    private void fill(LuceneIndex index) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            Room room = new Room(tenant(), "r" + i, "Room", random.nextBoolean(), any(SUBJECTS));
            rooms.put(room.id(), room);
            open.put(room.id(), room.open());
            readers.put(room.id(), new HashSet<>(Set.of(room.owner())));
            banned.put(room.id(), new HashMap<>());
            sequences.put(room.id(), 1L);
            changes.add(new Change.Know(room));
        }
        for (int i = 0; i < THINGS; i++) {
            Source thing = thing("t" + i);
            things.add(thing);
            changes.add(Sources.put(thing, "tea", Sources.vector(random.nextInt(5))));
        }
        index.feed().apply(changes, Map.of());
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

    /// Something random happens in a room; often it is heard of twice, or something older is heard of again.
    private void change(LuceneIndex index, Rooms known) throws IOException {
        Room room = Objects.requireNonNull(rooms.get("r" + random.nextInt(ROOMS)));
        String subject = any(SUBJECTS);
        long sequence = sequences.merge(room.id(), 1L, Long::sum);
        AccessChange change = change(room, subject, sequence);
        changed.add(change);
        List<Change> changes = new ArrayList<>();
        for (AccessChange heard : List.of(change, changed.get(random.nextInt(changed.size())))) {
            known.change(heard.room(), List.of(heard)).map(Change.Know::new).ifPresent(changes::add);
        }
        index.feed().apply(changes, Map.of());
    }

    /// One of two messages that show some file is hidden, or shown; then something older is heard of
    /// again, or something is indexed anew.
    private void moderate(LuceneIndex index) throws IOException {
        Source thing = things.get(random.nextInt(things.size()));
        String room = thing.room() == null ? "r" + random.nextInt(ROOMS) : thing.room();
        long sequence = sequences.merge(room, 1L, Long::sum);
        String message = "m" + random.nextInt(2) + thing.id();
        Moderated decision = new Moderated(thing.tenant(), room, message, thing.id(), sequence, random.nextBoolean());
        decisions.add(decision);
        decided.put(List.of(thing.tenant().value(), room, message), decision);
        Moderated again = decisions.get(random.nextInt(decisions.size()));
        Source anew = things.get(random.nextInt(things.size()));
        index.feed()
                .apply(
                        List.of(
                                new Change.Moderate(decision),
                                new Change.Moderate(again),
                                Sources.put(anew, "tea", Sources.vector(random.nextInt(5)))),
                        Map.of());
    }

    private boolean isHidden(Source thing) {
        return thing.kind() == Kind.FILE
                && decided.values().stream()
                        .anyMatch(decision -> decision.hidden()
                                && decision.file().equals(thing.id())
                                && decision.room().equals(thing.room())
                                && decision.tenant().equals(thing.tenant()));
    }

    private AccessChange change(Room room, String subject, long sequence) {
        TenantId tenant = room.tenant();
        String id = room.id();
        Set<String> members = Objects.requireNonNull(readers.get(id));
        Map<String, Boolean> bans = Objects.requireNonNull(banned.get(id));
        switch (random.nextInt(6)) {
            case 0 -> {
                boolean isOpen = random.nextBoolean();
                open.put(id, isOpen);
                Visibility visibility = isOpen ? Visibility.PUBLIC : Visibility.PRIVATE;
                return new RoomEvent.RoomChanged(tenant, id, sequence, NOW, BY, "Hall", visibility, Role.VIEWER);
            }
            case 1 -> {
                members.remove(subject);
                return new RoomEvent.MemberRemoved(tenant, id, sequence, NOW, BY, subject);
            }
            case 2 -> {
                boolean over = random.nextInt(4) == 0;
                members.remove(subject);
                bans.put(subject, !over);
                return new RoomEvent.MemberBanned(
                        tenant, id, sequence, NOW, BY, subject, over ? NOW : NOW.plusSeconds(1), null);
            }
            case 3 -> {
                bans.remove(subject);
                return new RoomEvent.MemberUnbanned(tenant, id, sequence, NOW, BY, subject);
            }
            case 4 -> {
                members.add(subject);
                Actor who = new Actor(subject, subject);
                return new RoomEvent.MemberJoined(tenant, id, sequence, NOW, who, Role.VIEWER, "l", 1);
            }
            default -> {
                members.add(subject);
                Actor who = new Actor(subject, subject);
                return new RoomEvent.MemberSet(tenant, id, sequence, NOW, BY, who, Role.EDITOR);
            }
        }
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
        Scope scope = new Scope(known.rightsOf(caller, NOW), room, null);
        try (SearchIndex.View view = index.view()) {
            Set<String> byWords = ids(view, view.byWords("tea", scope, THINGS));
            Set<String> byMeaning = ids(view, view.byMeaning(Sources.vector(1), scope, -1, THINGS));
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
        if (!thing.tenant().equals(caller.tenant()) || isHidden(thing)) {
            return false;
        }
        boolean named = !caller.subject().equals("anonymous");
        if (thing.room() == null) {
            return thing.everyone() || (named && thing.author().subject().equals(caller.subject()));
        }
        Room room = rooms.get(thing.room());
        return room != null
                && room.tenant().equals(caller.tenant())
                && !(named && isBanned(room, caller))
                && (Boolean.TRUE.equals(open.get(room.id())) || (named && isMember(room, caller)));
    }

    private boolean isBanned(Room room, Caller caller) {
        return banned.getOrDefault(room.id(), Map.of()).getOrDefault(caller.subject(), false);
    }

    private boolean isMember(Room room, Caller caller) {
        return readers.getOrDefault(room.id(), Set.of()).contains(caller.subject());
    }

    private TenantId tenant() {
        return new TenantId(any(TENANTS));
    }

    private String any(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
