package dev.atrium.platform.placement;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Ids;

/// Where a room is made that a request with an `Idempotency-Key` asks for: in the shard of this name, so that the
/// request, however often it comes and to whichever gateway, meets one node.
public final class NewRoomPlace {

    private NewRoomPlace() {}

    /// In the form of a room's id, but not the new room's.
    public static String of(Caller caller, String idempotencyKey) {
        return Ids.named("new-room:" + caller.tenant() + "/" + caller.subject() + "\n" + idempotencyKey)
                .toString();
    }
}
