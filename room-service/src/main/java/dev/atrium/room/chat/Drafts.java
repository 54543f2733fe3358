package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The drafts of a room that are not stored yet.
final class Drafts {

    private static final int OVERHEAD_BYTES = 300;

    private record Place(String subject, String key) {}

    private record Unstored(Place place, Draft draft) {

        private long sizeBytes() {
            return OVERHEAD_BYTES + 2L * draft.content().length();
        }
    }

    private final TreeMap<Long, Unstored> bySequence = new TreeMap<>();
    private final Map<Place, Long> byPlace = new HashMap<>();
    private long sizeBytes;

    void apply(DraftSaved event) {
        put(
                new Place(event.subject(), event.key()),
                new Draft(event.key(), event.content(), event.at(), event.sequence()));
    }

    /// A draft may end with a message.
    void apply(MessagePosted event) {
        String key = event.draft();
        if (key != null) {
            put(new Place(event.sender().subject(), key), new Draft(key, "", event.at(), event.sequence()));
        }
    }

    /// Everything up to this sequence number is stored.
    void stored(long upTo) {
        while (!bySequence.isEmpty() && bySequence.firstKey() <= upTo) {
            Unstored stored = bySequence.pollFirstEntry().getValue();
            byPlace.remove(stored.place());
            sizeBytes -= stored.sizeBytes();
        }
    }

    /// What the store may not know yet of somebody's drafts.
    List<Draft> unstored(String subject) {
        return bySequence.values().stream()
                .filter(unstored -> unstored.place().subject().equals(subject))
                .map(Unstored::draft)
                .toList();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    private void put(Place place, Draft draft) {
        Long before = byPlace.put(place, draft.sequence());
        Unstored replaced = before == null ? null : bySequence.remove(before);
        if (replaced != null) {
            sizeBytes -= replaced.sizeBytes();
        }
        Unstored unstored = new Unstored(place, draft);
        bySequence.put(draft.sequence(), unstored);
        sizeBytes += unstored.sizeBytes();
    }
}
