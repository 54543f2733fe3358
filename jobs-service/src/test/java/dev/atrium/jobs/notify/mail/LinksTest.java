package dev.atrium.jobs.notify.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LinksTest {

    private static final Instant NOW = Instant.parse("2026-01-10T10:00:00Z");
    private static final Links.Claim UNSUBSCRIBE =
            new Links.Claim(Links.Purpose.UNSUBSCRIBE, new TenantId("acme"), "user:ada", "mention", null, null);

    private final Links links = new Links("secret".getBytes(StandardCharsets.UTF_8));

    @Test
    void linkSaysWhatItWasSignedFor() {
        assertEquals(Optional.of(UNSUBSCRIBE), links.read(links.sign(UNSUBSCRIBE), Links.Purpose.UNSUBSCRIBE, NOW));
    }

    @Test
    void linkIsGoodForNothingElse() {
        assertEquals(Optional.empty(), links.read(links.sign(UNSUBSCRIBE), Links.Purpose.CONFIRM, NOW));
    }

    @Test
    void linkIsGoodUntilItsEnd() {
        String token = links.sign(new Links.Claim(
                Links.Purpose.CONFIRM, new TenantId("acme"), "user:ada", null, "a@b.example", NOW.getEpochSecond()));

        assertTrue(links.read(token, Links.Purpose.CONFIRM, NOW).isPresent());
        assertEquals(Optional.empty(), links.read(token, Links.Purpose.CONFIRM, NOW.plusSeconds(1)));
    }

    @Test
    void nobodyElseCanSign() {
        String token = links.sign(UNSUBSCRIBE);
        Links others = new Links("other".getBytes(StandardCharsets.UTF_8));

        for (String wrong : new String[] {
            others.sign(UNSUBSCRIBE), "", ".", "a.b", token + "x", "x" + token, token.substring(1), "%%%.%%%"
        }) {
            assertEquals(Optional.empty(), links.read(wrong, Links.Purpose.UNSUBSCRIBE, NOW), wrong);
        }
        assertEquals(Optional.empty(), links.read(null, Links.Purpose.UNSUBSCRIBE, NOW));
    }
}
