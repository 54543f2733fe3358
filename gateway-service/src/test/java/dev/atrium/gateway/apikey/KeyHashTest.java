package dev.atrium.gateway.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class KeyHashTest {

    /// The test vector of FIPS 180-2.
    @Test
    void isSha256() {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                KeyHash.of("abc").hex());
    }
}
