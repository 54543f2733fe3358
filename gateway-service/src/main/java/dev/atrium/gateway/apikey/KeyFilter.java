package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which keys a list shows.
///
/// @param status empty: all that are not revoked
/// @param scope what the keys allow, among others
record KeyFilter(Optional<Status> status, Optional<String> scope) {

    /// What can have become of a key.
    enum Status {
        ACTIVE("revokedAt is null and disabledAt is null and (expiresAt is null or expiresAt > :now)"),
        DISABLED("revokedAt is null and disabledAt is not null and (expiresAt is null or expiresAt > :now)"),
        EXPIRED("revokedAt is null and expiresAt <= :now"),
        REVOKED("revokedAt is not null");

        private final String condition;

        Status(String condition) {
            this.condition = condition;
        }
    }

    /// @throws ProblemException `invalid-request` for a status or scope that does not exist
    static KeyFilter of(@Nullable String status, @Nullable String scope) {
        if (scope != null && !Scopes.OF_KEYS.contains(scope)) {
            throw ProblemException.invalidParameter(
                    "scope", "must be one of " + String.join(" ", Scopes.sorted(Scopes.OF_KEYS)));
        }
        return new KeyFilter(Optional.ofNullable(status).map(KeyFilter::parse), Optional.ofNullable(scope));
    }

    /// The condition in HQL.
    String condition() {
        String ofStatus = status.map(s -> s.condition).orElse("revokedAt is null");
        return scope.isPresent() ? ofStatus + " and concat(' ', scopes, ' ') like :scope" : ofStatus;
    }

    /// The parameters of the condition.
    Map<String, Object> parameters(Instant now) {
        Map<String, Object> parameters = new HashMap<>();
        if (condition().contains(":now")) {
            parameters.put("now", now);
        }
        scope.ifPresent(s -> parameters.put("scope", "% " + s + " %"));
        return parameters;
    }

    private static Status parse(String text) {
        return Arrays.stream(Status.values())
                .filter(status -> name(status).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalidParameter(
                        "status",
                        "must be one of "
                                + Arrays.stream(Status.values())
                                        .map(KeyFilter::name)
                                        .collect(Collectors.joining(" "))));
    }

    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
