package dev.atrium.room.operation;

import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import java.util.List;
import java.util.Map;

/// A room's objects as they were stored.
///
/// @param objects those that are there, and behind them those that were removed last, ascending by version
/// @param floor of those that were removed after this sequence number, all are here
/// @param schemas by their names
public record StoredObjects(List<RoomObject> objects, long floor, Map<String, ObjectSchema> schemas) {

    public static final StoredObjects NONE = new StoredObjects(List.of(), 0, Map.of());

    public StoredObjects {
        objects = List.copyOf(objects);
        schemas = Map.copyOf(schemas);
    }
}
