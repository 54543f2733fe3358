package dev.atrium.room.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values that were replaced lately, so that what somebody made of them can be merged.
final class Earlier {

    private record Version(String path, long number) {}

    /// @param json null if there was no object
    record Value(@Nullable String json) {

        int textLength() {
            return json == null ? 0 : json.length();
        }
    }

    /// The ones that were replaced first come first.
    private final Map<Version, Value> values = new LinkedHashMap<>();
    private int textLength;

    /// An object is not like this any more.
    void add(RoomObject replaced) {
        Value value = new Value(replaced.json());
        if (values.putIfAbsent(new Version(replaced.path(), replaced.version()), value) == null) {
            textLength += replaced.path().length() + value.textLength();
        }
        var oldest = values.entrySet().iterator();
        while (textLength > ObjectLimits.EARLIER_TEXT_KEPT) {
            Map.Entry<Version, Value> forgotten = oldest.next();
            textLength -=
                    forgotten.getKey().path().length() + forgotten.getValue().textLength();
            oldest.remove();
        }
    }

    Optional<Value> find(String path, long version) {
        return Optional.ofNullable(values.get(new Version(path, version)));
    }

    int textLength() {
        return textLength;
    }
}
