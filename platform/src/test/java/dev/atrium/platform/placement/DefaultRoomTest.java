package dev.atrium.platform.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class DefaultRoomTest {

    /// It is in the log of every installation: another one would be another room.
    @Test
    void theIdOfATenantsRoomIsForEver() {
        assertEquals("00000000-0000-7229-bfb1-f6d91db41028", DefaultRoom.of(TenantId.COMMONS));
    }

    @Test
    void eachTenantHasItsOwn() {
        assertNotEquals(DefaultRoom.of(new TenantId("acme")), DefaultRoom.of(new TenantId("globex")));
    }

    @Test
    void theIdIsOneThatSortsAsTheOldest() {
        String id = DefaultRoom.of(new TenantId("acme"));

        assertTrue(Ids.parse(id).isPresent());
        assertEquals(7, UUID.fromString(id).version());
        assertEquals(2, UUID.fromString(id).variant());
        assertTrue(id.startsWith("00000000-0000-7"));
    }
}
