package dev.atrium.room.shard;

import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MarkersMoved;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.StoredAccess;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Fold;
import dev.atrium.room.chat.Marker;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.PastIds;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.chat.Sent;
import dev.atrium.room.chat.SentIds;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.operation.StoredObjects;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.StoredLeaf;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What PostgreSQL does for rooms, in memory: keeps the first row of each sequence number.
final class SimulatedStore {

    /// How many messages of a room are loaded with it.
    private static final int WINDOW = 1;

    private final Map<RoomKey, NavigableMap<Long, RoomEvent>> rows = new HashMap<>();

    void write(List<RoomEvent> events) {
        for (RoomEvent event : events) {
            rows.computeIfAbsent(RoomKey.of(event), _ -> new TreeMap<>()).putIfAbsent(event.sequence(), event);
        }
    }

    /// @param upToDate whether the newest row is seen
    Optional<RoomSnapshot> load(RoomKey key, boolean upToDate) {
        TreeMap<Long, RoomEvent> events = new TreeMap<>(rows.getOrDefault(key, new TreeMap<>()));
        if (!upToDate) {
            events.pollLastEntry();
        }
        if (events.isEmpty() || !(events.get(1L) instanceof RoomCreated created)) {
            return Optional.empty();
        }
        StoredAccess access = stored(access(List.copyOf(events.values())));
        if (access.settings().deleted()) {
            return Optional.of(
                    new RoomSnapshot(created, Objects.requireNonNull(events.lastKey()), List.of(), true).with(access));
        }
        List<Message> messages = Fold.of(events.values());
        int older = Math.max(0, messages.size() - WINDOW);
        return Optional.of(new RoomSnapshot(
                created,
                Objects.requireNonNull(events.lastKey()),
                messages.subList(older, messages.size()),
                older == 0,
                changed(messages.subList(0, older)),
                StoredLeaf.of(changes(events.values())),
                objects(events.values()),
                markers(events.values()),
                access));
    }

    /// Who may do what, as events come to it.
    static RoomAccess access(List<RoomEvent> events) {
        RoomAccess access = RoomAccess.of(StoredAccess.of((RoomCreated) events.getFirst()));
        events.stream()
                .filter(AccessChange.class::isInstance)
                .map(AccessChange.class::cast)
                .forEach(access::apply);
        return access;
    }

    /// There are no links.
    static StoredAccess stored(RoomAccess access) {
        PageRequest all = new PageRequest(RoomAccess.BANS_MAX, null);
        return new StoredAccess(
                access.settings(),
                access.members(all).items(),
                access.bans(all, Instant.EPOCH).items(),
                List.of());
    }

    private static RoomSnapshot.Objects objects(Collection<RoomEvent> events) {
        ObjectSet objects = objectsOf(events);
        return new RoomSnapshot.Objects(
                events.stream().anyMatch(OperationsApplied.class::isInstance),
                new StoredObjects(objects.changedAfter(0), 0, objects.schemas()));
    }

    /// Of messages up to a sequence number, and of operations.
    PastIds ids(RoomKey key, long upTo) {
        Stream<Sent> messages = messages(key)
                .filter(message -> message.sequence() <= upTo)
                .flatMap(message -> Sent.of(message.posted()).stream());
        Stream<Sent> operations = rows.getOrDefault(key, new TreeMap<>()).values().stream()
                .filter(OperationsApplied.class::isInstance)
                .flatMap(applied -> Sent.of((OperationsApplied) applied).stream());
        return new PastIds(ids(messages), ids(operations));
    }

    private static SentIds ids(Stream<Sent> sent) {
        return new SentIds(Instant.EPOCH, Instant.MAX, sent.map(Sent::hash).toList());
    }

    /// What events come to.
    static ObjectSet objectsOf(Collection<RoomEvent> events) {
        ObjectSet objects = new ObjectSet();
        events.stream()
                .filter(ObjectEvent.class::isInstance)
                .map(ObjectEvent.class::cast)
                .forEach(objects::apply);
        return objects;
    }

    OptionalLong applied(RoomKey key, String clientId) {
        return rows.getOrDefault(key, new TreeMap<>()).values().stream()
                .filter(event -> event instanceof OperationsApplied applied && clientId.equals(applied.clientId()))
                .mapToLong(RoomEvent::sequence)
                .findFirst();
    }

    private static List<Marker> markers(Collection<RoomEvent> events) {
        Map<String, Long> markers = new TreeMap<>();
        events.stream()
                .filter(MarkersMoved.class::isInstance)
                .map(MarkersMoved.class::cast)
                .forEach(event ->
                        event.readUpTo().forEach((subject, readUpTo) -> markers.merge(subject, readUpTo, Math::max)));
        return markers.entrySet().stream()
                .map(entry -> new Marker(entry.getKey(), entry.getValue()))
                .toList();
    }

    List<Draft> drafts(RoomKey key, String subject) {
        return drafts(rows.getOrDefault(key, new TreeMap<>()).values(), subject);
    }

    /// All that was ever saved as somebody's draft.
    static List<Draft> drafts(Collection<RoomEvent> events, String subject) {
        return events.stream()
                .filter(DraftSaved.class::isInstance)
                .map(DraftSaved.class::cast)
                .filter(saved -> saved.subject().equals(subject))
                .map(saved -> new Draft(saved.key(), saved.content(), saved.at(), saved.sequence()))
                .toList();
    }

    /// All changes of documents as one.
    static Changes changes(Collection<RoomEvent> events) {
        Changes changes = new Changes();
        events.stream()
                .filter(DocumentChanged.class::isInstance)
                .map(DocumentChanged.class::cast)
                .forEach(event ->
                        changes.add(MessageReader.changes(event.changes()).orElseThrow()));
        return changes;
    }

    /// The one to which something happened last.
    private static RoomSnapshot.Changed changed(List<Message> older) {
        List<Message> changed = older.stream()
                .filter(message -> message.version() > message.sequence())
                .sorted(Comparator.comparingLong(Message::version).reversed())
                .toList();
        return changed.size() < 2
                ? new RoomSnapshot.Changed(changed, 0)
                : new RoomSnapshot.Changed(changed.subList(0, 1), changed.get(1).version());
    }

    Optional<Message> message(RoomKey key, String id) {
        return messages(key).filter(message -> message.id().equals(id)).findFirst();
    }

    Optional<Message> sentAs(RoomKey key, String clientId) {
        return messages(key)
                .filter(message -> clientId.equals(message.posted().clientId()))
                .findFirst();
    }

    /// What is stored of an excerpt.
    List<Message> messages(RoomKey key, Excerpt.Stored part) {
        return messages(key)
                .filter(message -> message.sequence() > part.above() && message.sequence() <= part.upTo())
                .toList();
    }

    private Stream<Message> messages(RoomKey key) {
        return Fold.of(rows.getOrDefault(key, new TreeMap<>()).values()).stream();
    }

    Map<RoomKey, NavigableMap<Long, RoomEvent>> rows() {
        return rows;
    }
}
