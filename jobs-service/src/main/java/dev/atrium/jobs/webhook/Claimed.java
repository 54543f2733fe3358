package dev.atrium.jobs.webhook;

import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// A delivery that is to be sent now, with all that is needed for it.
///
/// @param attempt number of the attempt that has begun
/// @param counted how many were made since it was added or replayed, this one included
/// @param secrets that it is signed with, each
record Claimed(
        UUID id,
        String eventId,
        int attempt,
        int counted,
        String url,
        OwnHeaders headers,
        List<String> secrets,
        String body) {

    private static final String SIGNATURE = "webhook-signature";
    private static final String HIDDEN = "(not shown)";

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /// What is sent beside the body. The time of sending is signed: it is another one at each attempt.
    Map<String, String> headersAt(Instant now) {
        byte[] signed = StandardWebhooks.signed(eventId, now.getEpochSecond(), bytes());
        Map<String, String> all = new HashMap<>(headers.values());
        all.put("content-type", "application/json");
        all.put("user-agent", "Atrium-Webhooks/1");
        all.put("webhook-id", eventId);
        all.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        all.put(
                SIGNATURE,
                secrets.stream()
                        .map(secret -> StandardWebhooks.sign(secret, signed))
                        .collect(Collectors.joining(" ")));
        return all;
    }

    /// What may be shown of headers that were sent, as JSON: no values of signatures, and none that may
    /// be a secret.
    String shown(Map<String, String> sent) {
        Map<String, String> shown = new TreeMap<>(sent);
        headers.values().keySet().forEach(name -> shown.put(name, HIDDEN));
        shown.put(SIGNATURE, HIDDEN);
        return Json.write(shown);
    }

    /// Does not show the secrets.
    @Override
    public String toString() {
        return "Claimed[" + id + "]";
    }
}
