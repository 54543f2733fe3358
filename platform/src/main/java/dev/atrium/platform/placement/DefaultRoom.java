package dev.atrium.platform.placement;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.util.UUID;

/// Which room is a tenant's default room. Its id follows from the tenant, so that every gateway and every
/// node means the same room, also before there is one.
public final class DefaultRoom {

    /// UUID version 7 (RFC 9562) of the beginning of time: it sorts as the oldest of the rooms.
    private static final long OLDEST = 0x7000L;

    private static final long NAMED_BITS = 0xFFFL;

    private DefaultRoom() {}

    /// The room's id.
    public static String of(TenantId tenant) {
        UUID named = Ids.named("default-room:" + tenant);
        return new UUID(OLDEST | (named.getMostSignificantBits() & NAMED_BITS), named.getLeastSignificantBits())
                .toString();
    }
}
