package dev.atrium.search.index.lucene;

import dev.atrium.search.index.Moderated;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Which files are hidden with messages, as the index remembers it: what hides them stands in no document
/// of theirs, for there may be none yet. As large as what was ever moderated. Not thread-safe.
final class ModeratedFiles {

    /// By files, by messages.
    private final Map<String, Map<String, Moderated>> byFile = new HashMap<>();

    /// @param known what the index remembers
    ModeratedFiles(Collection<Moderated> known) {
        known.forEach(this::take);
    }

    /// @return false if something later is known of the message
    boolean take(Moderated moderated) {
        Map<String, Moderated> messages = byFile.computeIfAbsent(Schema.inRoom(moderated), _ -> new HashMap<>());
        Moderated before = messages.get(moderated.message());
        if (before != null && before.sequence() > moderated.sequence()) {
            return false;
        }
        messages.put(moderated.message(), moderated);
        return true;
    }

    /// @param file as [Schema#inRoom] names it
    boolean hides(String file) {
        return byFile.getOrDefault(file, Map.of()).values().stream().anyMatch(Moderated::hidden);
    }
}
