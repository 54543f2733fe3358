package dev.atrium.gateway.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyTextTest {

    private static final String PREFIX = "mai_";

    @Test
    void aNewKeyIsIntactAndLooksLikeOne() {
        String key = KeyText.generate(PREFIX, new SecureRandom());

        assertTrue(key.matches("mai_[0-9A-Za-z]{28}"), key);
        assertTrue(KeyText.isIntact(PREFIX, key));
    }

    @Test
    void theTextIsTheSameForTheSameRandomNumbers() {
        assertEquals(KeyText.generate(PREFIX, new Random(1)), KeyText.generate(PREFIX, new Random(1)));
    }

    @Test
    void anyChangedCharacterIsNoticed() {
        String key = KeyText.generate(PREFIX, new Random(7));

        for (int i = PREFIX.length(); i < key.length(); i++) {
            char other = key.charAt(i) == 'x' ? 'y' : 'x';
            assertFalse(KeyText.isIntact(PREFIX, key.substring(0, i) + other + key.substring(i + 1)), "at " + i);
        }
    }

    @Test
    void whatIsCutOffOrHasOtherCharactersOrAnotherPrefixIsNoKey() {
        String key = KeyText.generate(PREFIX, new Random(7));

        assertFalse(KeyText.isIntact(PREFIX, key.substring(0, key.length() - 1)));
        assertFalse(KeyText.isIntact(PREFIX, key + "0"));
        assertFalse(KeyText.isIntact(PREFIX, ""));
        assertFalse(KeyText.isIntact(PREFIX, PREFIX));
        assertFalse(KeyText.isIntact("abc_", key));
        assertFalse(KeyText.isIntact(PREFIX, PREFIX + "é".repeat(28)));
    }

    @Test
    void allCharactersAreEquallyLikely() {
        Random random = new Random(42);
        int[] counts = new int[128];

        IntStream.range(0, 5_000)
                .forEach(_ -> KeyText.generate(PREFIX, random)
                        .substring(4, 26)
                        .chars()
                        .forEach(c -> counts[c]++));

        int expected = 5_000 * 22 / 62;
        IntStream.concat(IntStream.rangeClosed('0', '9'), IntStream.rangeClosed('a', 'z'))
                .forEach(c -> assertEquals(expected, counts[c], expected * 0.15, "count of " + (char) c));
    }
}
