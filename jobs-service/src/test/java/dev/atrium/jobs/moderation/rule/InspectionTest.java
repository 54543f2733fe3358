package dev.atrium.jobs.moderation.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Patience;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What rules find in messages, also in those of people who do not want it to be found.
final class InspectionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int LONGEST_MESSAGE = 4_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "darn",
                "DARN!",
                "oh, darn.",
                "ｄａｒｎ",
                "𝐝𝐚𝐫𝐧",
                "d\u200Ba\u200Dr\u2060n",
                "da\u00ADrn",
                "d\u0336a\u0336r\u0336n\u0336",
                "\u202Edarn\u202C",
                "d\uFE0Farn",
                "(darn)",
                "darn\ndarn",
                "ⓓⓐⓡⓝ"
            })
    void aWordIsFoundHoweverItIsWritten(String text) {
        assertEquals(List.of("Darn"), found(new Check.Words(List.of("Darn")), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"darning", "the darned thing", "Edarn", "dar n", "d-a-r-n", ""})
    void aWordIsAWholeOne(String text) {
        assertEquals(List.of(), found(new Check.Words(List.of("darn")), text));
    }

    @ParameterizedTest
    @CsvSource({
        "darn*, darned, true",
        "darn*, undarned, false",
        "*darn, undarn, true",
        "*darn, darned, false",
        "*darn*, undarned, true",
        "straße, STRASSE, true",
        "oh   no, OH NO!, true",
        "ohno, oh no, false",
        "c++, I like C++., true"
    })
    void asterisksStandForMore(String word, String text, boolean isFound) {
        assertEquals(isFound, !found(new Check.Words(List.of(word)), text).isEmpty());
    }

    @Test
    void whatGrowsInPlainFormIsLookedAtUpToABound() {
        Inspected inspected = Inspected.of("\u33C2".repeat(4_000) + "\uFDFA".repeat(4_000), null, 0);

        assertEquals(16_000, inspected.plain().length());
        assertTrue(inspected.line().length() <= 16_000);
    }

    @Test
    void patternsLookAtTheSamePlainForm() {
        Check check = new Check.Patterns(List.of("\\b\\d{4}-\\d{4}\\b", "sec.?ret"));

        assertEquals(List.of("\\b\\d{4}-\\d{4}\\b"), found(check, "call １２３４-5678"));
        assertEquals(List.of("sec.?ret"), found(check, "S\u200BEC-RET"));
        assertEquals(List.of(), found(check, "nothing"));
    }

    @ParameterizedTest
    @CsvSource({
        "see https://evil.example/x, evil.example",
        "HTTPS://EVIL.EXAMPLE, evil.example",
        "www.evil.example, evil.example",
        "https://good.example@evil.example/, evil.example",
        "https://evil.example:8443/, evil.example",
        "https://evil.example., evil.example",
        "ｈｔｔｐｓ：//ｅｖｉｌ．example, evil.example",
        "ftp://files.evil.example, files.evil.example",
        "https://good.example.evil.example, good.example.evil.example",
        "https://notgood.example/, notgood.example",
        "https://bücher.example/, xn--bcher-kva.example"
    })
    void linksLeadOnlyWhereTheyMay(String text, String host) {
        assertEquals(List.of(host), found(new Check.Links(List.of("good.example"), List.of()), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://good.example/", "see https://www.GOOD.example/x.", "e.g. this", "evil.example", "a/b"})
    void otherLinksAndTextsMayBe(String text) {
        assertEquals(List.of(), found(new Check.Links(List.of("good.example"), List.of()), text));
    }

    @Test
    void domainsThatAreBlockedAreFoundWithoutALinkToo() {
        Check check = new Check.Links(List.of(), List.of("evil.example", "bücher.example"));

        assertEquals(List.of("evil.example"), found(check, "go to evil.example now"));
        assertEquals(List.of("www.evil.example"), found(check, "(www.Evil.example)"));
        assertEquals(List.of("xn--bcher-kva.example"), found(check, "bücher。example"));
        assertEquals(List.of(), found(check, "https://good.example and devil.example"));
    }

    @Test
    void theNameOfAFileIsLookedAtToo() {
        Inspected message = Inspected.of("look", "darn.png", 0);

        assertEquals(
                1,
                inspection(new Check.Words(List.of("darn")))
                        .find(message, NOW, () -> true)
                        .size());
    }

    @Test
    void mentionsAreCounted() {
        Check check = new Check.Mentions(2);

        assertEquals(List.of(), inspection(check).find(Inspected.of("", null, 2), NOW, () -> true));
        assertEquals(
                "3 people",
                inspection(check)
                        .find(Inspected.of("", null, 3), NOW, () -> true)
                        .getFirst()
                        .detail());
    }

    @Test
    void aRuleLooksAtWhatIsWrittenAfterItWasMade() {
        Inspection inspection = inspection(new Check.Words(List.of("darn")));
        Inspected message = Inspected.of("darn", null, 0);

        assertEquals(1, inspection.find(message, NOW, () -> true).size());
        assertEquals(0, inspection.find(message, NOW.minusMillis(1), () -> true).size());
    }

    @Test
    void aMessageForWhichThereIsNoTimeIsFlagged() {
        Rule rule = rule(new Check.Words(List.of("darn")));
        AtomicInteger asked = new AtomicInteger();

        List<Finding> findings = new Inspection(List.of(rule, rule, rule))
                .find(Inspected.of("darn", null, 0), NOW, () -> asked.incrementAndGet() < 2);

        assertEquals(
                List.of(Verdict.HOLD, Verdict.FLAG),
                findings.stream().map(Finding::verdict).toList());
    }

    @Test
    void theLongestMessagesAndTheLargestRulesTakeLittleTime() {
        Check words = new Check.Words(
                IntStream.range(0, 500).mapToObj(i -> "a".repeat(90) + i).toList());
        Check patterns = new Check.Patterns(List.of("(a+)+$", "(a|aa)*b", "(.*a){20}", "(x+x+)+y", "([a-zA-Z]+)*1"));
        Check links = new Check.Links(List.of(), List.of("evil.example"));
        patterns.validate();
        // Each of these characters becomes 18 letters.
        String growing = "\uFDFA".repeat(LONGEST_MESSAGE);

        for (String text :
                List.of("a".repeat(LONGEST_MESSAGE), "x".repeat(LONGEST_MESSAGE), growing, "a.".repeat(2_000))) {
            assertTimeout(Patience.USUAL, () -> {
                for (Check check : List.of(words, patterns, links)) {
                    assertTrue(found(check, text).size() <= 1);
                }
            });
        }
    }

    @Test
    void textsThatLookTheSameHaveOneFingerprint() {
        assertEquals(
                Inspected.of("Buy  NOW\n", null, 0).fingerprint(),
                Inspected.of("b\u200Buy now", null, 3).fingerprint());
    }

    /// The details of what is found.
    private static List<@Nullable String> found(Check check, String text) {
        return inspection(check).find(Inspected.of(text, null, 0), NOW, () -> true).stream()
                .<@Nullable String>map(Finding::detail)
                .toList();
    }

    private static Inspection inspection(Check check) {
        return new Inspection(List.of(rule(check)));
    }

    private static Rule rule(Check check) {
        return new Rule(
                new TenantId("acme"),
                new UUID(1, 2),
                null,
                "rule",
                check,
                Action.HOLD,
                true,
                "user:ada",
                NOW,
                NOW,
                null);
    }
}
