package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who is refused must not learn from the time that it takes whether there is a source (GW-13).
final class RefusalTimeTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final String WRONG = "sha256=" + "0".repeat(64);
    private static final Optional<KnownSource> NONE = Optional.empty();

    /// A source, or none, and the headers of a delivery that it has not sent.
    record Refused(Optional<KnownSource> source, String... headers) {}

    static Stream<Refused> refused() {
        return Stream.of(
                new Refused(NONE),
                new Refused(NONE, "X-Hub-Signature-256", WRONG),
                new Refused(source(Scheme.GITHUB)),
                new Refused(source(Scheme.GITHUB), "X-Hub-Signature-256", WRONG),
                new Refused(source(Scheme.STRIPE), "X-Hub-Signature-256", WRONG),
                new Refused(source(Scheme.SLACK)),
                new Refused(source(Scheme.KEYCLOAK)),
                new Refused(source(Scheme.KEYCLOAK), "X-Keycloak-Signature", "0".repeat(64)),
                new Refused(source(Scheme.STANDARD)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whateverIsWrongTheBodyIsHashedOnce(Refused refused) {
        AtomicInteger read = new AtomicInteger();
        Delivery empty = Deliveries.of("", refused.headers());
        Delivery delivery = new Delivery(empty.headers(), counted(read));

        assertFalse(Reception.isProven(refused.source(), delivery, NOW));

        assertEquals(1, read.get());
    }

    /// A body that counts how often it is read.
    private static Buffer counted(AtomicInteger read) {
        Buffer body = Buffer.buffer("{}");
        return (Buffer) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (_, method, arguments) -> {
                    if (method.getName().equals("getBytes")) {
                        read.incrementAndGet();
                    }
                    return method.invoke(body, arguments);
                });
    }

    private static Optional<KnownSource> source(Scheme scheme) {
        return Optional.of(new KnownSource(
                Ids.next(),
                new TenantId("acme"),
                scheme,
                SourceType.GENERIC,
                "user:ann",
                new Errand("Shop", "user:ann", null, null, null),
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
    }
}
