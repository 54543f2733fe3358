package dev.atrium.room.http;

import dev.atrium.room.checkpoint.PastStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message said from some moment on.
///
/// @param version sequence number of what made it say so
/// @param mentions handles of those whom it named; absent if it named nobody
public record MessageVersion(
        long version, Instant at, String content, @Nullable List<String> mentions) {

    static MessageVersion of(PastStore.Said said) {
        return new MessageVersion(
                said.sequence(), said.at(), said.content(), said.mentions().isEmpty() ? null : said.mentions());
    }
}
