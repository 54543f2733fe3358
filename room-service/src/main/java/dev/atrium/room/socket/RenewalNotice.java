package dev.atrium.room.socket;

import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.ServerFrame;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells a client in time that its credential ends, but not before it has been greeted. Runs on the
/// connection's event loop.
final class RenewalNotice {

    private final Connection connection;
    private boolean greeted;
    /// When the credential ends, if the client must still be told so.
    private @Nullable Instant due;

    RenewalNotice(Connection connection) {
        this.connection = connection;
    }

    /// The credential ends soon.
    void due(Instant end) {
        due = end;
        tell();
    }

    /// The client has been greeted.
    void greeted() {
        greeted = true;
        tell();
    }

    /// There is another credential: of the end of the one before nobody need be told.
    void renewed() {
        due = null;
    }

    private void tell() {
        Instant end = due;
        if (greeted && end != null) {
            due = null;
            connection.send(FrameText.of(new ServerFrame.RenewalDue(end.toEpochMilli())));
        }
    }
}
