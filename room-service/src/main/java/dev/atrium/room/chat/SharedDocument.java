package dev.atrium.room.chat;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.DocumentLimits;
import dev.atrium.room.tinybase.DocumentLimits.Growth;
import dev.atrium.room.tinybase.MessageReader;
import dev.atrium.room.tinybase.MessageWriter;
import dev.atrium.room.tinybase.StoredLeaf;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/// A room's document: decides about changes of those who may make them, and follows the log. Its numbers are the
/// room's.
final class SharedDocument {

    private static final Decision.Refused FULL =
            new Decision.Refused(ProblemType.TOO_LARGE, "The document is full, with what is on its way into it.");

    /// @param sequence of the event that will make the document larger
    private record OnItsWay(long sequence, Growth growth) {}

    private static final Decision.Refused TOO_LARGE =
            new Decision.Refused(ProblemType.TOO_LARGE, "It is too large for one event.");

    /// So many characters surely fit into one event.
    private static final int SURELY_FIT = 200_000;

    private final RoomKey key;
    private final Document document = new Document();
    /// What was decided, in the order of the log. Without it, many who write at the same time would take the document
    /// far beyond its limits.
    private final ArrayDeque<OnItsWay> onTheirWay = new ArrayDeque<>();
    private Growth expected = Growth.NONE;

    SharedDocument(RoomKey key) {
        this.key = key;
    }

    void load(List<StoredLeaf> leaves) {
        document.merge(StoredLeaf.changes(leaves));
    }

    Document document() {
        return document;
    }

    /// @param next number of the event, if there will be one
    Decision decide(Command.ChangeDocument change, long next, Instant now) {
        // What is on its way into the log only counts as far as it makes the document larger: it may win over this,
        // which then does not matter.
        Changes winners = document.winners(change.changes());
        if (winners.isEmpty()) {
            return new Decision.Nothing();
        }
        Growth growth = DocumentLimits.growth(winners, document);
        if (!change.limits().allow(document, expected, growth)) {
            return FULL;
        }
        DocumentChanged event = new DocumentChanged(
                key.tenant(), key.room(), next, now, change.author(), MessageWriter.changes(winners));
        if (event.changes().length() > SURELY_FIT && !RoomLogCodec.fits(event)) {
            return TOO_LARGE;
        }
        onTheirWay.addLast(new OnItsWay(next, growth));
        expected = expected.plus(growth);
        return new Decision.Append(event);
    }

    /// @throws IllegalStateException if the event holds no changes: it is broken
    void apply(DocumentChanged event) {
        document.merge(MessageReader.changes(event.changes())
                .orElseThrow(() -> new IllegalStateException(
                        "room " + event.room() + ": event " + event.sequence() + " holds no changes")));
        while (!onTheirWay.isEmpty() && onTheirWay.getFirst().sequence() <= event.sequence()) {
            expected = expected.minus(onTheirWay.removeFirst().growth());
        }
    }

    void forgetPredictions() {
        onTheirWay.clear();
        expected = Growth.NONE;
    }

    long sizeBytes() {
        return document.sizeBytes();
    }
}
