package dev.atrium.jobs.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.queue.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchAnswerTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "2 jobs done",
                "<html></html>",
                "{}",
                "{\"ok\":true}",
                "{\"results\":[]}",
                "{\"results\":[{\"id\":\"00000000-0000-0000-0000-000000000002\",\"outcome\":\"dead\"}]}"
            })
    void whatSaysNothingElseSaysThatItIsDone(String body) {
        assertEquals(new Outcome.Done(null), answer(200, body).outcome(A));
        assertEquals(new Outcome.Done(null), answer(204, body).outcome(A));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"ok\"",
                "200",
                "{\"results\":[",
                " \n[{]",
                "{} {}",
                "{\"results\":null}",
                "{\"results\":{}}",
                "{\"results\":[1]}",
                "{\"results\":[{}]}",
                "{\"results\":[{\"outcome\":\"done\"}]}",
                "{\"results\":[{\"id\":1,\"outcome\":\"done\"}]}",
                "{\"results\":[{\"id\":\"x\",\"outcome\":\"DONE\"}]}",
                "{\"results\":[{\"id\":\"x\",\"outcome\":\"done\",\"note\":1}]}",
                "{\"results\":[{\"id\":\"x\",\"outcome\":\"retry\",\"delaySeconds\":-1}]}",
                "{\"results\":[{\"id\":\"x\",\"outcome\":\"retry\",\"delaySeconds\":1.5}]}",
                "{\"results\":[{\"id\":\"x\",\"outcome\":\"retry\",\"delaySeconds\":\"1\"}]}"
            })
    void jsonThatDoesNotFitHasAllTriedAgain(String body) {
        assertInstanceOf(Outcome.Retry.class, answer(200, body).outcome(A));
    }

    @Test
    void jsonThatIsBeyondWhatIsReadHasAllTriedAgain() {
        String deep = "[".repeat(2000) + "]".repeat(2000);
        String results = "\"results\":[{\"id\":\"" + A + "\",\"outcome\":\"dead\"}]";

        assertInstanceOf(
                Outcome.Retry.class,
                answer(200, "{" + results + ",\"more\":" + deep + "}").outcome(A));
        assertInstanceOf(
                Outcome.Retry.class,
                answer(200, "{" + results + ",\"more\":" + "9".repeat(2000) + "}")
                        .outcome(B));
    }

    @Test
    void theFirstResultOfAJobCounts() {
        BatchAnswer answer = answer(200, """
            {"results": [
              {"id": "%1$s", "outcome": "retry", "note": "busy", "delaySeconds": 60},
              {"id": "%1$s", "outcome": "done"},
              {"id": "%2$s", "outcome": "dead", "note": null}]}
            """.formatted(A, B));

        assertEquals(new Outcome.Retry("busy", Duration.ofMinutes(1)), answer.outcome(A));
        assertEquals(new Outcome.Dead("the worker gave it up"), answer.outcome(B));
        assertEquals(new Outcome.Done(null), answer.outcome(new UUID(0, 3)));
    }

    @Test
    void aPauseIsADayAtMost() {
        String body = "{\"results\":[{\"id\":\"" + A + "\",\"outcome\":\"retry\",\"note\":\"x\",\"delaySeconds\":"
                + "9".repeat(30) + "}]}";

        assertEquals(
                new Outcome.Retry("x", Duration.ofDays(1)), answer(200, body).outcome(A));
    }

    @Test
    void notesAreCutAndHoldNoControlCharacters() {
        assertEquals(new Outcome.Dead("a b"), noted("a\\u0000\\r\\nb "));
        assertEquals(new Outcome.Dead("x".repeat(200)), noted("x".repeat(201)));
        assertEquals(new Outcome.Dead("x".repeat(199)), noted("x".repeat(199) + "😀"));
        assertEquals(new Outcome.Dead("the worker gave it up"), noted(" "));
    }

    private static Outcome noted(String note) {
        return answer(200, "{\"results\":[{\"id\":\"%s\",\"outcome\":\"dead\",\"note\":\"%s\"}]}".formatted(A, note))
                .outcome(A);
    }

    @Test
    void anAnswerThatIsTooLongIsNotTakenForWhatItBeginsWith() {
        assertInstanceOf(
                Outcome.Retry.class,
                answer(200, "x".repeat(BatchAnswer.MOST_BYTES + 1)).outcome(A));
        assertInstanceOf(
                Outcome.Done.class,
                answer(200, "x".repeat(BatchAnswer.MOST_BYTES)).outcome(A));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 410, 429, 500, 503})
    void otherAnswersHaveAllTriedAgain(int status) {
        assertEquals(
                new Outcome.Retry("the worker answered " + status, null),
                answer(status, "{\"results\":[]}").outcome(A));
    }

    @Test
    void whoIsBusyIsLeftAloneForAsLongAsItAsks() {
        Reply busy = new Reply.Answered(503, Map.of("retry-after", "120"), new byte[0]);

        assertEquals(
                new Outcome.Retry("the worker answered 503", Duration.ofMinutes(2)),
                BatchAnswer.of(busy, NOW).outcome(A));
    }

    @Test
    void whatWasNotSentBecauseWeAreBusyIsNoTry() {
        assertInstanceOf(
                Outcome.Later.class, BatchAnswer.of(new Reply.Busy("busy"), NOW).outcome(A));
        assertEquals(
                new Outcome.Retry("refused"),
                BatchAnswer.of(new Reply.Refused("refused"), NOW).outcome(A));
        assertEquals(
                new Outcome.Retry("failed"),
                BatchAnswer.of(new Reply.Failed("failed"), NOW).outcome(A));
    }

    private static BatchAnswer answer(int status, @Nullable String body) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return BatchAnswer.of(new Reply.Answered(status, Map.of(), bytes), NOW);
    }
}
