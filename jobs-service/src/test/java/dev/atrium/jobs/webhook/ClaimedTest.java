package dev.atrium.jobs.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimedTest {

    private final Claimed claimed = new Claimed(
            UUID.randomUUID(),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1,
            1,
            "https://example.com",
            OwnHeaders.parse(Map.of("Authorization", "Bearer secret")),
            List.of(
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="),
            "{\"test\": 2432232314}");

    @Test
    void everySecretThatHoldsSigns() {
        Map<String, String> headers = claimed.headersAt(Instant.ofEpochSecond(1_614_265_330, 999_999_999));

        assertEquals("msg_p5jXN8AQM9LWM0D4loKWxJek", headers.get("webhook-id"));
        assertEquals("1614265330", headers.get("webhook-timestamp"));
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                        + " v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
                headers.get("webhook-signature"));
        assertEquals("application/json", headers.get("content-type"));
        assertEquals("Bearer secret", headers.get("authorization"));
    }

    @Test
    void whatIsShownHoldsNoSecrets() {
        String shown = claimed.shown(claimed.headersAt(Instant.EPOCH));

        assertTrue(shown.contains("webhook-timestamp"));
        assertTrue(shown.contains("authorization"));
        assertFalse(shown.contains("Bearer"));
        assertFalse(shown.contains("v1,"));
        assertFalse(claimed.toString().contains("whsec"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Content-Type",
                "transfer-encoding",
                "webhook-id",
                "Webhook-Signature",
                "connection",
                "a b",
                "a:b",
                "a\r\nb",
                ""
            })
    void headersThatAreOursAndWhatIsNoneAreRefused(String name) {
        assertThrows(ProblemException.class, () -> OwnHeaders.parse(Map.of(name, "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nX: y", "a\n", "\u00e9", "a\0"})
    void valuesThatWouldBecomeMoreThanOneHeaderAreRefused(String value) {
        assertThrows(ProblemException.class, () -> OwnHeaders.parse(Map.of("X-Own", value)));
    }
}
