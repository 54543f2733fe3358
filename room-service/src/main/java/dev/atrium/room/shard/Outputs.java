package dev.atrium.room.shard;

import java.util.ArrayList;
import java.util.List;

/// Collects what one input causes.
final class Outputs {

    private List<Output> collected = new ArrayList<>();

    void add(Output output) {
        collected.add(output);
    }

    /// What was collected since the last time.
    List<Output> drain() {
        List<Output> result = collected;
        collected = new ArrayList<>();
        return result;
    }
}
