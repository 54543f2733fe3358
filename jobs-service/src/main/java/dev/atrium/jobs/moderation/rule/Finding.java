package dev.atrium.jobs.moderation.rule;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a rule has found in a message.
///
/// @param rule its id
/// @param name as it was then
/// @param type of its check
/// @param verdict `flag`, `hold`, or from a hook also `reject`
/// @param detail the word, link or reason; null if there is no more to say
public record Finding(
        UUID rule,
        String name,
        String type,
        Verdict verdict,
        @Nullable String detail) {

    private static final int LONGEST_DETAIL = 300;

    public Finding {
        detail = detail == null ? null : detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
    }

    /// What its rule says is to be done.
    public static Finding of(Rule rule, @Nullable String detail) {
        return of(rule, Verdict.of(rule.action()), detail);
    }

    public static Finding of(Rule rule, Verdict verdict, @Nullable String detail) {
        return new Finding(rule.id(), rule.name(), rule.check().type(), verdict, detail);
    }
}
