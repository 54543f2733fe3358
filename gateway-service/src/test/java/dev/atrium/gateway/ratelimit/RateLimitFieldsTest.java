package dev.atrium.gateway.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.limit.Standing;
import dev.atrium.platform.limit.Verdict;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateLimitFieldsTest {

    private static final Charge MINUTE = Charge.one("messages-per-key", "k", Quota.of("60/1M"));
    private static final Charge BYTES = Charge.one("uploaded-bytes-per-key", "k", Quota.of("1G/1D"));

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void anAllowedRequestLearnsOfAllItsLimits() {
        RateLimitFields.set(
                headers,
                new Verdict(
                        true,
                        List.of(
                                new Standing(MINUTE, 59, Duration.ofSeconds(1), Duration.ZERO),
                                new Standing(BYTES, 1 << 30, Duration.ZERO, Duration.ZERO))));

        assertEquals(
                "\"messages-per-key\";q=60;w=60, \"uploaded-bytes-per-key\";q=1073741824;w=86400;qu=\"content-bytes\"",
                headers.get("RateLimit-Policy"));
        assertEquals(
                "\"messages-per-key\";r=59;t=1, \"uploaded-bytes-per-key\";r=1073741824", headers.get("RateLimit"));
    }

    @Test
    void whatIsHeldHasNoWindow() {
        Charge open = Charge.one("open-sockets-per-key", "k", Quota.of("100"));
        RateLimitFields.set(headers, new Verdict(true, List.of(new Standing(open, 99, Duration.ZERO, Duration.ZERO))));

        assertEquals("\"open-sockets-per-key\";q=100;qu=\"concurrent-requests\"", headers.get("RateLimit-Policy"));
        assertEquals("\"open-sockets-per-key\";r=99", headers.get("RateLimit"));
    }

    @Test
    void aRefusedOneLearnsWhichLimitItWas() {
        RateLimitFields.set(
                headers,
                new Verdict(
                        false,
                        List.of(
                                new Standing(MINUTE, 0, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                                new Standing(BYTES, 5, Duration.ofSeconds(1), Duration.ZERO))));

        assertEquals("\"messages-per-key\";r=0;t=1", headers.get("RateLimit"));
    }
}
