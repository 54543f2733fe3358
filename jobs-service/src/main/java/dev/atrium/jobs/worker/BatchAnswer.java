package dev.atrium.jobs.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.retry.RetryAfter;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a worker says of a batch: with 2xx that all of it is done, but for what the body says
/// otherwise; with anything else that all of it is to be tried again.
///
/// @param named what it says of single jobs, by their ids
/// @param others of all the others
record BatchAnswer(Map<String, Outcome> named, Outcome others) {

    /// Longer ones are not read, and do not count.
    static final int MOST_BYTES = 64 << 10;

    /// Longer notes are cut.
    static final int LONGEST_NOTE = 200;

    private static final int SUCCESSES = 2;
    private static final int HUNDRED = 100;
    private static final long MOST_SECONDS = RetryAfter.LONGEST.toSeconds();
    private static final Duration BUSY = Duration.ofSeconds(5);

    /// A body is JSON as a whole, or it is none: `404 not found` begins with a number.
    private static final ObjectReader WHOLE =
            Json.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    BatchAnswer {
        named = Map.copyOf(named);
    }

    Outcome outcome(UUID job) {
        return named.getOrDefault(job.toString(), others);
    }

    /// @param reply with up to one byte more of the body than [#MOST_BYTES]
    static BatchAnswer of(Reply reply, Instant now) {
        return switch (reply) {
            case Reply.Answered answered when answered.status() / HUNDRED == SUCCESSES -> of(answered.body());
            case Reply.Answered answered ->
                again(
                        "the worker answered " + answered.status(),
                        RetryAfter.parse(answered.headers().get("retry-after"), now)
                                .orElse(null));
            case Reply.Refused refused -> again(refused.reason(), null);
            case Reply.Busy _ -> new BatchAnswer(Map.of(), new Outcome.Later(BUSY));
            case Reply.Failed failed -> again(failed.reason(), null);
        };
    }

    private static BatchAnswer of(byte[] body) {
        if (body.length > MOST_BYTES) {
            return again("the worker's answer has more than " + (MOST_BYTES >> 10) + " KiB", null);
        }
        Optional<JsonNode> json = json(body);
        if (json.isEmpty() && beginsLikeJson(body)) {
            return again("the worker's answer begins like JSON, and is none", null);
        }
        if (json.isEmpty()) {
            return new BatchAnswer(Map.of(), new Outcome.Done(null));
        }
        JsonNode results = json.get().path("results");
        if (!json.get().isObject() || !(results.isArray() || results.isMissingNode())) {
            return again("the worker's answer has no list of results", null);
        }
        Map<String, Outcome> named = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            JsonNode result = results.get(i);
            Optional<Outcome> outcome = outcome(result);
            if (outcome.isEmpty() || !result.path("id").isTextual()) {
                return again("the worker's answer has a result that is none: results/" + i, null);
            }
            named.putIfAbsent(result.path("id").asText(), outcome.get());
        }
        return new BatchAnswer(named, new Outcome.Done(null));
    }

    /// All of it is to be tried again.
    ///
    /// @param after how long to wait at least; null: as long as the back-off says
    static BatchAnswer again(String reason, @Nullable Duration after) {
        return new BatchAnswer(Map.of(), new Outcome.Retry(reason, after));
    }

    private static Optional<JsonNode> json(byte[] body) {
        try {
            JsonNode json = WHOLE.readValue(body);
            return json.isMissingNode() ? Optional.empty() : Optional.of(json);
        } catch (JsonProcessingException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it may have been cut, or be beyond what is read: it is not known what it says.
    private static boolean beginsLikeJson(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).stripLeading();
        return text.startsWith("{") || text.startsWith("[");
    }

    /// Empty if it is none.
    private static Optional<Outcome> outcome(JsonNode result) {
        JsonNode note = result.path("note");
        JsonNode delay = result.path("delaySeconds");
        boolean fits = (note.isTextual() || isAbsent(note))
                && (isAbsent(delay)
                        || (delay.isIntegralNumber() && delay.bigIntegerValue().signum() >= 0));
        if (!fits) {
            return Optional.empty();
        }
        String said = note.isTextual() ? shown(note.asText()) : null;
        return switch (result.path("outcome").asText()) {
            case "done" -> Optional.of(new Outcome.Done(said));
            case "retry" ->
                Optional.of(new Outcome.Retry(
                        said == null ? "the worker wants it to be tried again" : said,
                        isAbsent(delay) ? null : pause(delay)));
            case "dead" -> Optional.of(new Outcome.Dead(said == null ? "the worker gave it up" : said));
            default -> Optional.empty();
        };
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static Duration pause(JsonNode delay) {
        return Duration.ofSeconds(delay.canConvertToLong() ? Math.min(delay.asLong(), MOST_SECONDS) : MOST_SECONDS);
    }

    /// A note as it may be shown and stored; null if nothing is left of it.
    private static @Nullable String shown(String note) {
        String plain = note.replaceAll("\\p{Cntrl}+", " ").strip();
        int end = Math.min(plain.length(), LONGEST_NOTE);
        if (end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1))) {
            end--;
        }
        return plain.isEmpty() ? null : plain.substring(0, end);
    }
}
