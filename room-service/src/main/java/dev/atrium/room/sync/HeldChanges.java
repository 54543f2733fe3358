package dev.atrium.room.sync;

import dev.atrium.room.tinybase.Changes;
import java.util.ArrayList;
import java.util.List;

/// What a client has written faster than its quota allows, put together until it may count: of what was
/// written to the same place only the last is left, as in any store. So nothing is refused or lost, and
/// the others hear of it less often. Only for one thread.
final class HeldChanges {

    /// Most bytes that are held, roughly: a node has many sockets.
    static final int BYTES_MAX = 16_384;

    private List<Long> commits = new ArrayList<>();
    private Changes changes = new Changes();
    private long bytes;

    /// What was held.
    ///
    /// @param commits their numbers within the conversation, in order
    /// @param changes of all of them
    record Together(List<Long> commits, Changes changes) {}

    boolean isEmpty() {
        return commits.isEmpty();
    }

    /// Takes in one commit more.
    ///
    /// @return whether further ones may be held: if not, all of it must be [#take]n now
    boolean add(long commit, Changes later) {
        commits.add(commit);
        changes.add(later);
        bytes += later.recordBytes();
        return bytes <= BYTES_MAX;
    }

    /// Hands over what is held, and holds nothing any more.
    Together take() {
        Together together = new Together(List.copyOf(commits), changes);
        commits = new ArrayList<>();
        changes = new Changes();
        bytes = 0;
        return together;
    }
}
