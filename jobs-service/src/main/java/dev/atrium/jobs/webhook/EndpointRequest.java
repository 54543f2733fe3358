package dev.atrium.jobs.webhook;

import dev.atrium.jobs.outside.OutsideRules;
import dev.atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body that registers an endpoint, or changes one: then what is null stays as it is.
///
/// @param url where to send to: `https`
/// @param description at most 200 characters; empty: none
/// @param eventTypes names of types, `prefix.*`, or `*`
/// @param signature `v1` (the default: a shared secret) or `v1a` (Ed25519); never changes
/// @param headers sent beside ours, all of them
/// @param ratePerMinute 1 to 6000 requests; 0: no limit
/// @param enabled whether it is sent anything; the default is that it is
public record EndpointRequest(
        @Nullable String url,
        @Nullable String description,
        @Nullable List<String> eventTypes,
        @Nullable String signature,
        @Nullable Map<String, @Nullable String> headers,
        @Nullable Integer ratePerMinute,
        @Nullable Boolean enabled) {

    private static final int LONGEST_DESCRIPTION = 200;
    private static final int HIGHEST_RATE = 6_000;

    static final EndpointRequest EMPTY = new EndpointRequest(null, null, null, null, null, null, null);

    /// What the endpoint is to be like. What is null stays as it is.
    ///
    /// @param description empty: none
    /// @param ratePerMinute 0: none
    record Wish(
            @Nullable String url,
            @Nullable String description,
            @Nullable EventFilter filter,
            @Nullable OwnHeaders headers,
            @Nullable Integer ratePerMinute,
            @Nullable Boolean enabled) {}

    /// @throws ProblemException `invalid-request` that names what is wrong
    Wish wish(OutsideRules rules) {
        if (url != null) {
            rules.refusal(url).ifPresent(reason -> {
                throw ProblemException.invalidProperty("/url", reason);
            });
        }
        if (description != null
                && (description.length() > LONGEST_DESCRIPTION
                        || description.chars().anyMatch(c -> c < ' '))) {
            throw ProblemException.invalidProperty(
                    "/description", "must be at most 200 characters, none of them a control character");
        }
        if (ratePerMinute != null && (ratePerMinute < 0 || ratePerMinute > HIGHEST_RATE)) {
            throw ProblemException.invalidProperty("/ratePerMinute", "must be from 0 to " + HIGHEST_RATE);
        }
        return new Wish(
                url,
                description == null ? null : description.strip(),
                eventTypes == null ? null : EventFilter.parse(eventTypes),
                headers == null ? null : OwnHeaders.parse(headers),
                ratePerMinute,
                enabled);
    }

    /// @throws ProblemException `invalid-request` if it is neither
    SignatureKind kind() {
        return signature == null
                ? SignatureKind.V1
                : SignatureKind.labelled(signature)
                        .orElseThrow(() -> ProblemException.invalidProperty("/signature", "must be 'v1' or 'v1a'"));
    }

    /// Does not show the headers.
    @Override
    public String toString() {
        return "EndpointRequest[" + url + "]";
    }
}
