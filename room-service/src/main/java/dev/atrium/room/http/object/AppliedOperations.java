package dev.atrium.room.http.object;

import dev.atrium.room.operation.ObjectView;
import java.util.List;

/// What came out of operations.
///
/// @param sequence number of the event in the room
/// @param repeated whether they had been applied before
/// @param objects those that they changed; if they are repeated, those that they are about, as they are now
record AppliedOperations(long sequence, boolean repeated, List<ObjectView> objects) {

    AppliedOperations {
        objects = List.copyOf(objects);
    }
}
