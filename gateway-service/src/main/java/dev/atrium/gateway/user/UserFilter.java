package dev.atrium.gateway.user;

import dev.atrium.platform.problem.ProblemException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which users a list shows.
///
/// @param email the whole address, whatever its letters' case
/// @param status empty: whatever
record UserFilter(Optional<String> email, Optional<Status> status) {

    /// What can have become of a user.
    enum Status {
        ACTIVE("deactivatedAt is null"),
        DEACTIVATED("deactivatedAt is not null");

        private final String condition;

        Status(String condition) {
            this.condition = condition;
        }
    }

    /// @param status null: active ones; `all`: whatever
    /// @throws ProblemException `invalid-request` for a status that does not exist, and for what no address has
    static UserFilter of(@Nullable String email, @Nullable String status) {
        if (email != null && email.indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter("email", "must not contain NUL");
        }
        return new UserFilter(
                Optional.ofNullable(email),
                switch (status) {
                    case null -> Optional.of(Status.ACTIVE);
                    case "active" -> Optional.of(Status.ACTIVE);
                    case "deactivated" -> Optional.of(Status.DEACTIVATED);
                    case "all" -> Optional.empty();
                    default ->
                        throw ProblemException.invalidParameter("status", "must be one of active deactivated all");
                });
    }

    /// The condition in HQL.
    String condition() {
        return status.map(s -> " and " + s.condition).orElse("")
                + email.map(_ -> " and lower(email) = :email").orElse("");
    }

    /// The parameters of the condition.
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        email.ifPresent(address -> parameters.put("email", address.toLowerCase(Locale.ROOT)));
        return parameters;
    }
}
