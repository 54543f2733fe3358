package dev.atrium.room.relay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What happened in a room lately, as a relay heard of it: for those who come back (RM-7). Bounded.
final class Recent {

    /// @param posted the message's sequence number if this is its first frame; 0 if it is not
    /// @param version sequence number of what happened last to what the entry is about
    /// @param subject sequence number of the message that the entry is about; 0 if it is about something else
    /// @param message as JSON; null unless it is needed to tell it as a change
    /// @param frame that tells it, if it is not told as a change
    private record Entry(long posted, long version, long subject, byte @Nullable [] message, byte[] frame) {

        /// A message as it is after a change, for those to whom it is new; the change itself tells the others.
        static Entry first(Frame change) {
            long sequence = change.message().sequence();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes("{\"type\":\"message\",\"message\":".getBytes(StandardCharsets.US_ASCII));
            text.writeBytes(change.messageBytes());
            text.write('}');
            return new Entry(sequence, sequence, sequence, null, text.toByteArray());
        }

        /// As which sequence number the entry must be told to who has everything up to one; 0 if it need not be.
        private long due(long after) {
            if (posted > after) {
                return posted;
            }
            return version > after ? version : 0;
        }

        /// A message that is new to the relay came as it was by then: to who knows it already, that is a change.
        private byte[] frame(long after) {
            return posted == 0 || posted > after || message == null ? frame : changed(message);
        }

        private byte[] changed(byte[] body) {
            String head = "{\"type\":\"message-changed\",\"sequence\":" + version + ",\"message\":";
            ByteArrayOutputStream text = new ByteArrayOutputStream(head.length() + body.length + 1);
            text.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            text.writeBytes(body);
            text.write('}');
            return text.toByteArray();
        }
    }

    private final int maxCount;
    private final int maxBytes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int sizeBytes;
    private long floor;

    Recent(int maxCount, int maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /// Forgets everything; what comes from now on follows this sequence number without gap.
    void beginAfter(long sequence) {
        entries.clear();
        sizeBytes = 0;
        floor = sequence;
    }

    /// Takes what happened next; frames of other types are of no interest.
    void add(Frame frame) {
        switch (frame.type()) {
            case "message" ->
                add(new Entry(
                        frame.message().sequence(),
                        frame.message().version(),
                        frame.message().sequence(),
                        frame.messageBytes(),
                        frame.bytes()));
            case "message-changed" -> {
                if (frame.message().withdrawn()) {
                    forget(frame);
                }
                add(new Entry(0, frame.sequence(), frame.message().sequence(), null, frame.bytes()));
            }
            case "op" -> add(new Entry(0, frame.sequence(), 0, null, frame.bytes()));
            default -> {
                // Nothing that who comes back must hear.
            }
        }
    }

    /// What must be told to somebody who has everything up to a sequence number. In the order of the sequence numbers
    /// that the frames name, so that whoever gets only a part of them can resume behind the highest that came.
    ///
    /// @return empty if something of it is not here
    Optional<List<byte[]>> after(long sequence) {
        if (sequence < floor) {
            return Optional.empty();
        }
        Stream<Entry> due = entries.stream().filter(entry -> entry.due(sequence) > 0);
        return Optional.of(due.sorted(Comparator.comparingLong(entry -> entry.due(sequence)))
                .map(entry -> entry.frame(sequence))
                .toList());
    }

    /// What a message said that is not to be read any more is told to nobody who comes later: the first
    /// frame becomes one of the message as it is now. What happened to it in between goes.
    private void forget(Frame change) {
        long sequence = change.message().sequence();
        List<Entry> kept = entries.stream()
                .filter(entry -> entry.subject() != sequence || entry.posted() > 0)
                .map(entry -> entry.posted() == sequence ? Entry.first(change) : entry)
                .toList();
        entries.clear();
        entries.addAll(kept);
        sizeBytes = kept.stream().mapToInt(entry -> entry.frame().length).sum();
    }

    private void add(Entry entry) {
        entries.addLast(entry);
        sizeBytes += entry.frame().length;
        while (entries.size() > maxCount || sizeBytes > maxBytes) {
            Entry oldest = entries.removeFirst();
            sizeBytes -= oldest.frame().length;
            floor = Math.max(floor, Math.max(oldest.posted(), oldest.version()));
        }
    }
}
