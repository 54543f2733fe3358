package dev.atrium.bench.target;

import dev.atrium.bench.load.Address;
import dev.atrium.bench.load.Send;
import java.io.IOException;
import java.util.List;

/// A server with rooms.
public interface RoomTarget extends Target {

    /// New rooms.
    List<Address> rooms(int count) throws IOException;

    /// A message that is to be kept.
    Send send();

    /// A cursor's move: what is live only, and of which the latest wins.
    default Send cursor() {
        return new CursorMove();
    }
}
