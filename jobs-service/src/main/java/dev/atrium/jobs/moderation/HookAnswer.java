package dev.atrium.jobs.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.moderation.rule.Verdict;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.retry.RetryAfter;
import dev.atrium.platform.web.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What a hook says about a message.
sealed interface HookAnswer {

    int MOST_REASONS = 5;

    /// @param verdict empty: it may stay
    /// @param reasons for moderators; null if it gave none
    record Judged(Optional<Verdict> verdict, @Nullable String reasons) implements HookAnswer {}

    /// It has not judged.
    ///
    /// @param after how long it wants to be left alone; null: it did not say
    record Away(String reason, @Nullable Duration after) implements HookAnswer {

        Away(String reason) {
            this(reason, null);
        }
    }

    /// Of the body `{"verdict": "approve" | "flag" | "hold" | "reject", "reasons": ["…"]}`; all else is no answer.
    static HookAnswer of(Reply reply, Instant now) {
        return switch (reply) {
            case Reply.Answered answered when answered.status() == 200 -> of(answered.body());
            case Reply.Answered answered ->
                new Away(
                        "answered " + answered.status(),
                        RetryAfter.parse(answered.headers().get("retry-after"), now)
                                .orElse(null));
            case Reply.Refused refused -> new Away(refused.reason());
            case Reply.Busy busy -> new Away(busy.reason());
            case Reply.Failed failed -> new Away(failed.reason());
        };
    }

    private static HookAnswer of(byte[] body) {
        JsonNode answer;
        try {
            answer = Json.read(body, JsonNode.class);
        } catch (UncheckedIOException _) {
            return new Away("did not answer JSON");
        }
        return switch (answer.path("verdict").asText()) {
            case "approve" -> new Judged(Optional.empty(), null);
            case "flag" -> judged(Verdict.FLAG, answer);
            case "hold" -> judged(Verdict.HOLD, answer);
            case "reject" -> judged(Verdict.REJECT, answer);
            default -> new Away("did not answer with a verdict");
        };
    }

    private static HookAnswer judged(Verdict verdict, JsonNode answer) {
        String reasons = StreamSupport.stream(answer.path("reasons").spliterator(), false)
                .filter(JsonNode::isTextual)
                .limit(MOST_REASONS)
                .map(JsonNode::asText)
                .collect(Collectors.joining("; "))
                .replaceAll("\\p{Cntrl}+", " ");
        return new Judged(Optional.of(verdict), reasons.isBlank() ? null : reasons);
    }
}
