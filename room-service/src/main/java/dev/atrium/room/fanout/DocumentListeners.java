package dev.atrium.room.fanout;

import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.MessageWriter;
import dev.atrium.room.tinybase.Nonce;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Those who share one room's document, and what they all will get: the changes since the last time as one, and the
/// hashes when there have been no changes for a while.
final class DocumentListeners {

    private final String room;
    private final Document document;
    private final Nonce nonce;
    private final Map<DocumentForm, Listeners> byForm = new EnumMap<>(DocumentForm.class);
    private final Subjects subjects = new Subjects();
    private final List<String> changes = new ArrayList<>();
    private final Map<Listener, Integer> authored = new HashMap<>();
    private boolean announcing;
    private long changedAtNanos;
    private boolean settling;

    /// @param document of the room, as it is at each time
    DocumentListeners(String room, Document document, Nonce nonce) {
        this.room = room;
        this.document = document;
        this.nonce = nonce;
    }

    void add(Listener listener, DocumentForm form) {
        byForm.computeIfAbsent(form, _ -> new Listeners()).add(listener);
        subjects.add(listener);
    }

    void remove(Listener listener) {
        byForm.values().forEach(listeners -> listeners.remove(listener));
        subjects.remove(listener);
        authored.remove(listener);
    }

    boolean isEmpty() {
        return byForm.values().stream().allMatch(Listeners::isEmpty);
    }

    Stream<Listener> listeners() {
        return byForm.values().stream().flatMap(Listeners::all);
    }

    /// Those of one person.
    List<Listener> of(String subject) {
        return subjects.of(subject);
    }

    /// @param change what counts now, as text
    /// @return whether nobody waits yet for the changes to end
    boolean queue(String change, long nowNanos) {
        changes.add(change);
        changedAtNanos = nowNanos;
        boolean first = !settling;
        settling = true;
        return first;
    }

    /// The change that was queued last is this listener's own.
    void authored(Listener listener) {
        authored.merge(listener, 1, Integer::sum);
    }

    long changedAtNanos() {
        return changedAtNanos;
    }

    /// There were no changes for a while.
    void settled() {
        settling = false;
        announcing = true;
    }

    void flush(BiConsumer<EventLoop, Delivery> deliveries) {
        if (!changes.isEmpty()) {
            send(MessageWriter.contentDiff(nonce.transaction(), joined()), onlyAuthor(), deliveries);
            changes.clear();
        }
        authored.clear();
        if (announcing) {
            announcing = false;
            send(MessageWriter.contentHashes(nonce.transaction(), document), null, deliveries);
        }
    }

    private void send(String message, @Nullable Listener except, BiConsumer<EventLoop, Delivery> deliveries) {
        byForm.forEach((form, listeners) -> {
            if (!listeners.isEmpty()) {
                byte[] text = form.wrap(room, message).getBytes(StandardCharsets.UTF_8);
                listeners.forEachLoop((loop, some) -> {
                    Listener[] others = except == null ? some : Listeners.without(some, except);
                    if (others != null) {
                        deliveries.accept(loop, new Delivery(others, text, false));
                    }
                });
            }
        });
    }

    private String joined() {
        if (changes.size() == 1) {
            return changes.getFirst();
        }
        Changes all = new Changes();
        changes.forEach(change -> MessageReader.changes(change).ifPresent(all::add));
        return MessageWriter.changes(all);
    }

    /// Who has all of it already.
    private @Nullable Listener onlyAuthor() {
        for (Map.Entry<Listener, Integer> author : authored.entrySet()) {
            if (author.getValue() == changes.size()) {
                return author.getKey();
            }
        }
        return null;
    }
}
