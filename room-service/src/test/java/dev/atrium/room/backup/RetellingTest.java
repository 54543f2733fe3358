package dev.atrium.room.backup;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.atrium.platform.roomlog.RoomEvent.DocumentChanged;
import dev.atrium.room.chat.Command;
import dev.atrium.room.tinybase.DocumentLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RetellingTest {

    /// Of the year 2023.
    private static final String PAST = "NjEtLV-----AAAAA";

    /// As late as there is, in 2109.
    private static final String FAR_AHEAD = "zzzzzzz----AAAAA";

    @Test
    void whatNobodyCouldOverwriteIsLeftOutOfADocument() {
        @Nullable
        Command command = told(
                "[[{\"t\":[{\"r\":[{\"late\":[1,\"" + FAR_AHEAD + "\"],\"c\":[1,\"" + PAST
                        + "\"]}]}]}],[{\"late\":[1,\"" + FAR_AHEAD + "\"],\"v\":[1,\"" + PAST + "\"]}],1]",
                NOW);

        assertEquals(
                List.of("[\"t\",\"t\",\"r\",\"c\"]", "[\"v\",\"v\"]"),
                assertInstanceOf(Command.ChangeDocument.class, command)
                        .changes()
                        .paths());
        assertNull(told("[[{}],[{\"late\":[1,\"" + FAR_AHEAD + "\"]}],1]", NOW));
    }

    /// A backup may say anything of when things were.
    @Test
    void anEventOfTheFutureMakesNothingBelievable() {
        assertNull(told("[[{}],[{\"late\":[1,\"" + FAR_AHEAD + "\"]}],1]", NOW.plus(Duration.ofDays(36_500))));
    }

    private static @Nullable Command told(String changes, Instant at) {
        return Retelling.command(
                new DocumentChanged(ROOM.tenant(), ROOM.room(), 2, at, ADA, changes), NOW, DocumentLimits.USUAL);
    }
}
