package dev.atrium.platform.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UsedUpTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    @Test
    void whatIsWrittenIsReadAgain() {
        UsedUp usedUp =
                new UsedUp(Map.of(ACME, Set.of(Meter.MESSAGES, Meter.STORED_BYTES), GLOBEX, Set.of(Meter.REQUESTS)));

        UsedUp read = UsedUp.parse(usedUp.text());

        assertEquals(usedUp, read);
        assertTrue(read.has(ACME, Meter.MESSAGES));
        assertFalse(read.has(GLOBEX, Meter.MESSAGES));
    }

    @Test
    void nothingIsReadAsNothing() {
        assertEquals(UsedUp.NOTHING, UsedUp.parse(UsedUp.NOTHING.text()));
    }

    @Test
    void whatANewerVersionMetersIsPassedOver() {
        assertEquals(new UsedUp(Map.of(ACME, Set.of(Meter.MESSAGES))), UsedUp.parse("acme messages dreams"));
        assertThrows(IllegalArgumentException.class, () -> UsedUp.parse("No tenant"));
    }
}
