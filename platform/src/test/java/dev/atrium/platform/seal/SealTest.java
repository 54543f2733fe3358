package dev.atrium.platform.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SealTest {

    private static final String OLD = "00".repeat(32);
    private static final String NEW = "1f".repeat(32);

    private final Seal seal = new Seal(List.of(Seal.key(OLD)));

    @Test
    void whatWasClosedCanBeOpenedWhereItWasMeantFor() {
        String closed = seal.close("whsec_secret", "here");

        assertEquals(Optional.of("whsec_secret"), seal.open(closed, "here"));
        assertFalse(new String(Base64.getDecoder().decode(closed), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("secret"));
        assertNotEquals(closed, seal.close("whsec_secret", "here"));
        assertEquals(Optional.empty(), seal.open(closed, "there"));
    }

    @Test
    void whatWasChangedStaysClosed() {
        byte[] closed = Base64.getDecoder().decode(seal.close("text", "here"));
        closed[closed.length - 1] ^= 1;

        assertEquals(Optional.empty(), seal.open(Base64.getEncoder().encodeToString(closed), "here"));
    }

    @Test
    void anOldKeyStillOpensAndTheNewOneCloses() {
        Seal both = new Seal(List.of(Seal.key(NEW), Seal.key(OLD)));
        Seal onlyNew = new Seal(List.of(Seal.key(NEW)));

        assertEquals(Optional.of("text"), both.open(seal.close("text", "here"), "here"));
        assertEquals(Optional.of("text"), onlyNew.open(both.close("text", "here"), "here"));
        assertEquals(Optional.empty(), onlyNew.open(seal.close("text", "here"), "here"));
    }

    @Test
    void withoutAKeyNothingIsStored() {
        Seal none = new Seal(List.of());

        assertEquals(
                ProblemType.UNAVAILABLE,
                assertThrows(ProblemException.class, () -> none.close("text", "here"))
                        .type());
    }

    @Test
    void aKeyHas32Bytes() {
        for (String hex : List.of("", "00", "00".repeat(33), "zz".repeat(32))) {
            assertThrows(IllegalArgumentException.class, () -> Seal.key(hex), hex);
        }
    }
}
