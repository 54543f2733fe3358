package dev.atrium.platform.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Sha256Test {

    /// Published with FIPS 180-4.
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theDigestIsTheStandards() {
        assertEquals(OF_ABC, Sha256.hex("abc"));
        assertEquals(OF_ABC, Sha256.hex(new byte[] {'a', 'b', 'c'}));
        assertArrayEquals(HexFormat.of().parseHex(OF_ABC), Sha256.of("abc"));
    }
}
