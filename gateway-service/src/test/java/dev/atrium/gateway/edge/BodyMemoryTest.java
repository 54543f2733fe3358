package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BodyMemoryTest {

    private final BodyMemory memory = new BodyMemory(100, 30);

    @Test
    void allHaveNoMoreThanThereIsAndNoneMoreThanItsPart() {
        assertTrue(memory.take("203.0.113.1", 30));
        assertFalse(memory.take("203.0.113.1", 1));
        assertTrue(memory.take("203.0.113.2", 30));
        assertTrue(memory.take("203.0.113.3", 30));
        assertFalse(memory.take("203.0.113.4", 11));
        assertTrue(memory.take("203.0.113.4", 10));
        assertEquals(100, memory.held());
    }

    @Test
    void theNetworksOfACustomerHaveHalfTogether() {
        assertTrue(memory.take(network("2001:db8:1:1::1"), 30));
        assertTrue(memory.take(network("2001:db8:1:2::1"), 20));
        assertFalse(memory.take(network("2001:db8:1:3::1"), 1));
        assertTrue(memory.take(network("2001:db8:2::1"), 30));
    }

    @Test
    void whoMayHaveHalfLeavesTheOtherHalfToOthers() {
        BodyMemory half = memory.half();
        assertTrue(half.take("203.0.113.1", 30));
        assertTrue(half.take("203.0.113.2", 20));
        assertFalse(half.take("203.0.113.3", 1));

        assertTrue(memory.take("203.0.113.3", 30));
        assertTrue(memory.take("203.0.113.4", 20));
        assertEquals(100, memory.held());
        assertEquals(50, half.held());
    }

    @Test
    void whatAllHaveTakenIsMissingInTheHalf() {
        BodyMemory half = memory.half();
        memory.take("203.0.113.1", 30);
        memory.take("203.0.113.2", 30);
        memory.take("203.0.113.3", 30);

        assertFalse(half.take("203.0.113.4", 11));
        assertTrue(half.take("203.0.113.4", 10));
    }

    @Test
    void whatIsGivenBackIsThereAgainAndNothingIsRemembered() {
        BodyMemory half = memory.half();
        assertTrue(half.take(network("2001:db8:1:1::1"), 20));
        assertTrue(half.take("203.0.113.1", 10));
        assertFalse(half.take("203.0.113.1", 30));

        half.giveBack(network("2001:db8:1:1::1"), 20);
        half.giveBack("203.0.113.1", 10);

        assertTrue(half.isUnused());
        assertTrue(memory.isUnused());
    }

    private static String network(String address) {
        return new ClientAddress(Set.of()).find(address, List.of());
    }
}
