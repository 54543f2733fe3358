package dev.atrium.room.http;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.RoomKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// Where a list of rooms goes on: after a room, whose id is all that the cursor holds.
final class Cursor {

    private Cursor() {}

    static String after(String room) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(room.getBytes(StandardCharsets.UTF_8));
    }

    /// @throws ProblemException if it is not one of ours
    static UUID read(TenantId tenant, String cursor) {
        try {
            String room = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return RoomKey.parse(tenant, room)
                    .map(RoomKey::uuid)
                    .orElseThrow(() -> ProblemException.invalidParameter("cursor", "is not one that was given out"));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("cursor", "is not one that was given out");
        }
    }
}
