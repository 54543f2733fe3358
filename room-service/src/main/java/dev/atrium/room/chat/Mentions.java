package dev.atrium.room.chat;

import java.util.List;
import java.util.Optional;

/// Whom a message names: the sender's client says which of the `@handle`s in the text it means, because handles may
/// contain anything.
public final class Mentions {

    /// Most people that a message can name.
    public static final int MAX = 20;

    /// Most characters of a handle.
    public static final int HANDLE_MAX = 200;

    private Mentions() {}

    /// @return what is wrong with the mentions of a text; empty if they are good
    public static Optional<String> fault(String content, List<String> handles) {
        if (handles.size() > MAX) {
            return Optional.of("must be at most " + MAX);
        }
        return handles.stream()
                .map(handle -> fault(content, handle))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> fault(String content, String handle) {
        return Text.fault(handle, HANDLE_MAX)
                .or(() -> content.contains("@" + handle)
                        ? Optional.empty()
                        : Optional.of("must be in the content, each with @ before it"));
    }
}
