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
    /// @param message as JSON; null if the entry is about something else
    /// @param frame that tells it, if it is not about a message
    private record Entry(long posted, long version, byte @Nullable [] message, byte[] frame) {

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
                        frame.message().sequence(), frame.message().version(), frame.messageBytes(), frame.bytes()));
            case "message-changed", "op" -> add(new Entry(0, frame.sequence(), null, frame.bytes()));
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
