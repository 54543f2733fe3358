package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.testing.Api;
import dev.atrium.room.tinybase.Memory;
import org.junit.jupiter.api.Test;

final class MessageMemoryTest {

    private static final int MAX = 1 << 20;
    private static final int THIRD = MAX / 3;
    private static final int SHORT = MessageMemory.SHORT_BYTES;

    private final MessageMemory memory = new MessageMemory(MAX);
    private final Memory ada = memory.of(Api.user("acme", "ada"), "");
    private final Memory eve = memory.of(Api.user("acme", "eve"), "");
    private final Memory mallory = memory.of(Api.user("globex", "eve"), "");

    @Test
    void nobodyHasMoreThanAThird() {
        assertTrue(mallory.take(THIRD, 0));
        assertFalse(mallory.take(1, 0));
        assertFalse(memory.of(Api.user("globex", "eve"), "").take(1, 0));
        assertTrue(eve.take(THIRD, 0));

        mallory.give(1);
        assertTrue(mallory.take(1, 0));
    }

    @Test
    void theLastQuarterIsForShortMessages() {
        assertTrue(mallory.take(THIRD, 0));
        assertTrue(eve.take(THIRD, 0));

        assertFalse(ada.take(MAX / 4, 0));
        assertTrue(ada.take(SHORT, 0));
        assertTrue(ada.take(SHORT, 0));
        assertFalse(ada.take(SHORT, 1));
    }

    @Test
    void strangersTogetherLeaveHalfToOrganisations() {
        Memory first = stranger("one");
        Memory second = stranger("two");

        assertTrue(first.take(MAX / 4, 0));
        assertFalse(second.take(MAX / 4, 0));
        // Of short messages half as well: the last quarter is not theirs alone.
        assertTrue(second.take(SHORT, 0));
        assertTrue(second.take(SHORT, 0));
        assertTrue(second.take(SHORT, 0));
        assertTrue(stranger("three").take(SHORT, 0));
        assertFalse(stranger("four").take(1, 0));

        assertTrue(eve.take(MAX / 4, 0));
        assertTrue(ada.take(SHORT, 0));
        first.give(1);
        assertTrue(stranger("four").take(1, 0));
    }

    @Test
    void anOrganisationLeavesAThirdToOthers() {
        assertTrue(ada.take(THIRD, 0));
        assertFalse(eve.take(THIRD, 0));
        assertTrue(eve.take(MAX / 8, 0));
        assertFalse(memory.of(Api.user("acme", "joe"), "").take(MAX / 8, 0));

        assertTrue(mallory.take(MAX / 4, 0));
        eve.give(MAX / 8);
        assertTrue(memory.of(Api.user("acme", "joe"), "").take(MAX / 8, 0));
    }

    @Test
    void whoHasNoCredentialsIsKnownByTheAddress() {
        Memory one = memory.of(Api.anonymous("acme"), "192.0.2.1");
        Memory same = memory.of(Api.anonymous("acme"), "192.0.2.1");
        Memory other = memory.of(Api.anonymous("acme"), "192.0.2.2");

        assertTrue(one.take(THIRD, 0));
        assertFalse(same.take(1, 0));
        assertTrue(other.take(SHORT, 0));
        assertTrue(ada.take(SHORT, 0));
        assertFalse(memory.of(Api.user("acme", "ada"), "192.0.2.2").take(THIRD - SHORT + 1, 0));
    }

    @Test
    void whatManyWaitForCountsOnce() {
        SharedBytes shared = new SharedBytes(memory);
        TenantId acme = new TenantId("acme");
        byte[] text = new byte[THIRD];
        byte[] equal = new byte[THIRD];

        assertTrue(shared.take(acme, text));
        assertTrue(shared.take(acme, text));
        assertFalse(shared.take(acme, equal));
        assertEquals(THIRD, memory.takenBytes());

        shared.give(acme, text);
        assertEquals(THIRD, memory.takenBytes());
        shared.give(acme, text);
        assertEquals(0, memory.takenBytes());
        assertTrue(shared.take(acme, equal));
    }

    @Test
    void whatIsRefusedTakesNothing() {
        assertTrue(mallory.take(THIRD, 0));
        assertFalse(mallory.take(THIRD, 0));
        assertEquals(THIRD, memory.takenBytes());

        mallory.give(THIRD);
        assertEquals(0, memory.takenBytes());
    }

    private Memory stranger(String name) {
        return memory.of(Api.user(TenantId.COMMONS.value(), name), "");
    }
}
