package dev.atrium.gateway.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A value of the cache, as a list has it: without what it holds.
///
/// @param sizeBytes of what it holds
/// @param type its media type, as it was given
/// @param etag as in the header `ETag`, for `If-Match` and `If-None-Match`
/// @param expiresAt when it is forgotten
/// @param meta what was given in `Atrium-Meta`; null if nothing was
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CachedKey(
        String key,
        long sizeBytes,
        String type,
        String etag,
        Instant expiresAt,
        @Nullable JsonNode meta) {}
