package dev.atrium.gateway.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/// What sources send.
final class Deliveries {

    private Deliveries() {}

    /// @param headers names and values in turn
    static Delivery of(String body, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new Delivery(all, Buffer.buffer(body));
    }

    /// Headers of a delivery by Standard Webhooks.
    static String[] standard(String secret, String id, Instant at, String body) {
        long time = at.getEpochSecond();
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        byte[] hmac = Signature.hmac(key, utf8(id + "." + time + "." + body));
        return new String[] {
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(time),
            "webhook-signature",
            "v1," + Base64.getEncoder().encodeToString(hmac)
        };
    }

    /// An HMAC-SHA256 in hexadecimal digits.
    static String hex(String secret, String signed) {
        return HexFormat.of().formatHex(Signature.hmac(utf8(secret), utf8(signed)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
