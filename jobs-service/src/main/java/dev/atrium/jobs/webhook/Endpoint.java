package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where events are sent to, as the API shows it.
///
/// @param subject whose it is: it is sent what this subject may see
/// @param signature `v1` (shared secret) or `v1a` (public key)
/// @param publicKeys by which signatures of the kind `v1a` are checked, the present one first
/// @param headers names of the headers that are sent beside our own; their values are not shown
/// @param ratePerMinute how many requests it is sent in a minute at most; null: as many as it takes
/// @param disabledReason `owner` (somebody asked for it), `gone` (it answered 410), `failing`, or
///     `left` (its owner is no member any more); null while it is enabled
/// @param failures since its last success
/// @param failingSince null if the last attempt succeeded, or there was none
/// @param overflowing whether more waits for it than it may: what happens meanwhile is not added
/// @param secret shown once, in the answer to the request that makes it; null otherwise, and for `v1a`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Endpoint(
        UUID id,
        String subject,
        String url,
        @Nullable String description,
        List<String> eventTypes,
        String signature,
        List<String> publicKeys,
        List<String> headers,
        @Nullable Integer ratePerMinute,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        int failures,
        @Nullable Instant failingSince,
        boolean overflowing,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String secret) {

    public Endpoint {
        eventTypes = List.copyOf(eventTypes);
        publicKeys = List.copyOf(publicKeys);
        headers = List.copyOf(headers);
    }

    Endpoint withSecret(@Nullable String itsSecret) {
        return new Endpoint(
                id,
                subject,
                url,
                description,
                eventTypes,
                signature,
                publicKeys,
                headers,
                ratePerMinute,
                enabled,
                disabledReason,
                disabledAt,
                failures,
                failingSince,
                overflowing,
                createdAt,
                updatedAt,
                itsSecret);
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "Endpoint[" + id + "]";
    }
}
