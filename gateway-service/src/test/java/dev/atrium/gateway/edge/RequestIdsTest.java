package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "abc-123_4.5", "01a1fcc5-c97a-7ba7-a647-ea464b6bc917"})
    void aSaneIdOfTheClientIsKept(String id) {
        assertEquals(id, RequestIds.choose(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-a", "a\nb", "${jndi:x}", "é", "<script>"})
    void anyOtherIsReplaced(String id) {
        assertNotEquals(id, RequestIds.choose(id));
    }

    @Test
    void aLongIdIsReplacedAndNoneIsMade() {
        assertEquals(36, RequestIds.choose("a".repeat(65)).length());
        assertNotEquals(RequestIds.choose(null), RequestIds.choose(null));
    }
}
