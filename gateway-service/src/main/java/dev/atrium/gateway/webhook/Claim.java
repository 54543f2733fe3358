package dev.atrium.gateway.webhook;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a delivery says of its signature; nothing of it is proven.
///
/// @param at when it was signed; null if the scheme has no time
/// @param signed what was signed
/// @param signatures any of which may fit; only the first few are looked at
record Claim(@Nullable Instant at, Buffer signed, List<String> signatures) {

    private static final int SIGNATURES_MAX = 5;

    Claim {
        signatures = signatures.stream().limit(SIGNATURES_MAX).toList();
    }
}
