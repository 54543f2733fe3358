package dev.atrium.jobs.moderation.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A rule as the API shows it.
///
/// @param room absent: it holds for all rooms
/// @param action `flag` or `hold`; of no meaning for a hook, which says itself what is to be done
/// @param secret what a hook's requests are signed with: only in the answer that makes it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleView(
        UUID id,
        @Nullable String room,
        String name,
        Check check,
        Action action,
        boolean enabled,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String secret) {

    static RuleView of(Rule rule) {
        return withSecret(rule, null);
    }

    static RuleView withSecret(Rule rule, @Nullable String secret) {
        return new RuleView(
                rule.id(),
                rule.room(),
                rule.name(),
                rule.check(),
                rule.action(),
                rule.enabled(),
                rule.createdBy(),
                rule.createdAt(),
                rule.updatedAt(),
                secret);
    }

    /// Does not show the secret.
    @Override
    public String toString() {
        return "RuleView[" + id + "]";
    }
}
