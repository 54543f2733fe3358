package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.problem.ProblemException;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be changed of a key; what is absent stays. A key never comes to allow more, or to last
/// longer: make another one.
///
/// @param label what the key is for, for its owner's list
/// @param scopes what it shall allow, of what it allows
/// @param expiresAt from when on it shall be refused: in the future, and not behind its end
/// @param enabled false: it is refused until it is enabled again
public record KeyChange(
        @Pattern(regexp = LABEL, message = LABEL_FORM) @Nullable
        String label,

        @Size(min = 1, max = 50) @Nullable Set<@NotNull String> scopes,
        @Nullable Instant expiresAt,
        @Nullable Boolean enabled) {

    static final String LABEL = "\\P{Cc}{1,100}";
    static final String LABEL_FORM = "must be 1 to 100 characters, none of them a control character";

    @AssertTrue(message = "must change the label, the scopes, the end, or whether it is enabled")
    boolean isAny() {
        return label != null || concernsUse();
    }

    /// Whether it is about what the key is good for, which has no meaning for one that has ended.
    boolean concernsUse() {
        return scopes != null || expiresAt != null || enabled != null;
    }

    /// What a key allows behind the change.
    ///
    /// @throws ProblemException `invalid-request` for scopes that the key does not have
    Set<String> narrowed(Set<String> present) {
        if (scopes == null) {
            return present;
        }
        if (!Scopes.complete(present).containsAll(scopes)) {
            throw ProblemException.invalidProperty(
                    "/scopes", "must be among those of the key: " + String.join(" ", Scopes.sorted(present)));
        }
        return scopes;
    }

    /// When a key ends behind the change; null: never.
    ///
    /// @throws ProblemException `invalid-request` for a time that has passed, or is behind the key's end
    @Nullable
    Instant shortened(@Nullable Instant present, Instant now) {
        if (expiresAt == null) {
            return present;
        }
        Instant last = present == null ? Maker.latestEnd(now) : present;
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(last)) {
            throw ProblemException.invalidProperty("/expiresAt", "must lie in the future, and not behind " + last);
        }
        return expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /// The names of what is changed.
    List<String> changed() {
        List<String> changed = new ArrayList<>();
        if (label != null) {
            changed.add("label");
        }
        if (scopes != null) {
            changed.add("scopes");
        }
        if (expiresAt != null) {
            changed.add("expiresAt");
        }
        if (enabled != null) {
            changed.add(enabled ? "enabled" : "disabled");
        }
        return changed;
    }
}
