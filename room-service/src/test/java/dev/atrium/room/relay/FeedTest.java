package dev.atrium.room.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What spectators hear of a room is what its owner says to everybody: in order, without gap or double (RM-9).
final class FeedTest {

    private static final String LIVE = "{\"type\":\"live\",\"socket\":7,\"people\":1}";

    private final Feed feed = new Feed();

    @Test
    void whatIsForEverybodyGoesOnAsItIs() {
        begin(0, hello(3), LIVE);
        String text = "[" + message(4) + ", {\"type\":\"locks\",\"held\":[],\"free\":[\"ü\"]}]";

        assertEquals(List.of("forward " + text), hear(text));
        assertEquals(List.of("skippable " + typing()), hear(typing()));
        assertEquals(4, feed.last());
    }

    @Test
    void whatNewerNodesSayGoesOnToo() {
        begin(0, hello(3), LIVE);

        assertEquals(
                List.of("forward {\"type\":\"poll\",\"x\":{\"a\":[1]}}"),
                hear("{\"type\":\"poll\",\"x\":{\"a\":[1]}}"));
    }

    @Test
    void whatIsForTheRelayItselfDoesNotGoOn() {
        begin(0, hello(3), LIVE);

        for (String type : List.of("hello", "ack", "error", "pong", "lock", "goodbye")) {
            assertEquals(List.of(), hear("{\"type\":\"" + type + "\",\"sequence\":99}"));
        }
        assertEquals(3, feed.last());
    }

    @Test
    void newcomersComeInAtTheLiveStateThatWasAskedFor() {
        begin(0, hello(3), LIVE);

        feed.asked();

        assertTrue(feed.isAsked());
        assertEquals(List.of("live"), hear(LIVE));
        assertFalse(feed.isAsked());
    }

    @Test
    void theSnapshotThatWasAskedForIsOfTheSamePoint() {
        String snapshot = "{\"type\":\"snapshot\",\"sequence\":5,\"messages\":[]}";
        begin(0, hello(3), LIVE);

        feed.asked();

        assertEquals(List.of("live " + snapshot), hear("[" + snapshot + "," + LIVE + "]"));
        assertEquals(3, feed.last());
    }

    @Test
    void whenTheRelayWasBehindEverybodyHearsTheLiveStateAnew() {
        begin(0, hello(3), LIVE);

        assertEquals(List.of("live anew"), hear(LIVE));
    }

    @Test
    void theBeginningIsTakenAsAWholeAndInOrder() {
        feed.begin(1);
        assertEquals(List.of(), hear("[" + hello(6) + "," + message(3) + "," + message(5) + "]"));
        assertEquals(List.of(), hear("[" + changed(2, 4) + "]"));
        assertEquals(Optional.empty(), feed.resume());

        assertEquals(List.of("ask", "live anew"), hear(LIVE));

        assertEquals(Optional.of(6L), feed.resume());
        assertEquals(Optional.of(List.of(message(3), changed(2, 4), message(5))), after(1));
    }

    @Test
    void aBeginningThatBreaksOffHasNotHappened() {
        begin(0, hello(3), LIVE);
        feed.begin(3);
        hear("[" + hello(5) + "," + message(4) + "]");

        feed.begin(3);

        assertEquals(
                List.of("ask", "forward [" + message(4) + "," + message(5) + "]", "live anew"),
                hear("[" + hello(5) + "," + message(4) + "," + message(5) + "," + LIVE + "]"));
        assertEquals(Optional.of(5L), feed.resume());
    }

    @Test
    void whatWasMissedAndCannotBeHadSendsEverybodyBack() {
        begin(0, hello(3), LIVE);
        feed.begin(3);

        assertEquals(
                List.of("ask", "lost", "live anew"),
                hear("[" + hello(3_000).replace("\"complete\":true", "\"complete\":false") + "," + LIVE + "]"));

        assertEquals(Optional.empty(), after(2_999));
        assertEquals(Optional.of(List.of()), after(3_000));
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        begin(2, hello(2), LIVE);
        hear("[" + message(3) + "," + message(4) + "]");
        hear(typing());
        hear(changed(1, 5));

        assertEquals(Optional.empty(), after(1));
        assertEquals(Optional.of(List.of(message(3), message(4), changed(1, 5))), after(2));
        assertEquals(Optional.of(List.of(changed(1, 5))), after(4));
        assertEquals(Optional.of(List.of()), after(5));
    }

    @Test
    void operationsAreRememberedToo() {
        String missed = "{\"type\":\"op\",\"sequence\":3,\"objects\":[{\"sequence\":1}]}";
        String later = "{\"type\":\"op\",\"sequence\":4,\"objects\":[]}";
        begin(1, hello(3), message(2), missed, LIVE);
        assertEquals(0, feed.objects());

        assertEquals(List.of("forward " + later), hear(later));

        assertEquals(4, feed.last());
        assertEquals(1, feed.objects());
        assertEquals(Optional.of(List.of(missed, later)), after(2));
        assertEquals(Optional.of(List.of(later)), after(3));
    }

    /// The owner tells a message that is new to the relay as it is by then: to who has it already, that is a change.
    @Test
    void aMessageThatCameWithItsChangesIsAChangeToWhoKnowsIt() {
        String edited = message(3, 6);
        begin(1, hello(6), message(2), edited, message(4), LIVE);

        assertEquals(Optional.of(List.of(message(2), edited, message(4))), after(1));
        assertEquals(
                Optional.of(List.of(
                        message(4), "{\"type\":\"message-changed\",\"sequence\":6,\"message\":" + body(3, 6) + "}")),
                after(3));
        assertEquals(Optional.of(List.of()), after(6));
    }

    @Test
    void whatIsRememberedIsBounded() {
        begin(0, hello(0), LIVE);
        IntStream.rangeClosed(1, Feed.RECENT_COUNT + 10).forEach(i -> hear(message(i)));

        assertEquals(Optional.empty(), after(9));
        assertEquals(Feed.RECENT_COUNT, after(10).orElseThrow().size());
    }

    @Test
    void anAnswerThatIsNotAwaitedAnyMoreIsForEverybody() {
        begin(0, hello(3), LIVE);
        feed.asked();

        feed.unanswered();

        assertFalse(feed.isAsked());
        assertEquals(List.of("live anew"), hear(LIVE));
    }

    @Test
    void beforeTheRoomIsAnotherEverybodyIsAskedAbout() {
        begin(0, hello(3), LIVE);
        String changed = "{\"type\":\"room-changed\",\"sequence\":4}";
        String unknown = access("member-hidden", "ada", "bob");

        assertEquals(List.of("ask", "forward " + changed), hear(changed));
        assertEquals(List.of("ask", "forward " + unknown), hear(unknown));
        String both = "[" + access("banned", "ada", "bob") + "," + changed + "]";
        assertEquals(List.of("ask", "forward " + both), hear(both));
    }

    @Test
    void whoMayHaveLostAccessIsAskedAboutAlone() {
        begin(0, hello(3), LIVE);
        String banned = access("banned", "ada", "bob");
        String left = access("member-removed", "bob", "bob");

        assertEquals(List.of("ask bob", "forward " + banned), hear(banned));
        assertEquals(List.of("ask bob", "forward " + left), hear(left));
        String several = "[" + banned + "," + left + "," + access("banned", "ada", "eve") + "]";
        assertEquals(List.of("ask bob", "ask eve", "forward " + several), hear(several));
    }

    @Test
    void whatTakesNothingAwayNeedsNoQuestion() {
        begin(0, hello(3), LIVE);

        for (String change : List.of("member-set", "unbanned")) {
            String text = access(change, "ada", "bob");
            assertEquals(List.of("forward " + text), hear(text));
        }
    }

    @Test
    void whoIsSentOutIsExpelledFirst() {
        begin(0, hello(3), LIVE);
        String kicked = access("member-removed", "ada", "bob");

        assertEquals(List.of("expel bob", "ask bob", "forward " + kicked), hear(kicked));
    }

    /// It leaves a team: where everybody may be it may stay, as on a socket in the room.
    @Test
    void whoLeavesATeamIsOnlyAskedAbout() {
        begin(0, hello(3), LIVE);
        String left = access("member-removed", "system:teams", "bob");

        assertEquals(List.of("ask bob", "forward " + left), hear(left));
    }

    private static String access(String change, String by, String subject) {
        return "{\"type\":\"access\",\"change\":\"" + change + "\",\"by\":{\"subject\":\"" + by + "\"},\"subject\":\""
                + subject + "\"}";
    }

    private void begin(long after, String... frames) {
        feed.begin(after);
        hear("[" + String.join(",", frames) + "]");
    }

    private List<String> hear(String text) {
        return feed.hear(text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(step -> switch (step) {
                    case Feed.Step.Forward(byte[] forwarded, boolean skippable) ->
                        (skippable ? "skippable " : "forward ") + new String(forwarded, StandardCharsets.UTF_8);
                    case Feed.Step.Live(byte[] frame, byte[] snapshot, boolean anew) -> {
                        assertEquals(LIVE, new String(frame, StandardCharsets.UTF_8));
                        yield (anew ? "live anew" : "live")
                                + (snapshot == null ? "" : " " + new String(snapshot, StandardCharsets.UTF_8));
                    }
                    case Feed.Step.Lost _ -> "lost";
                    case Feed.Step.Ask ask -> ask.subject() == null ? "ask" : "ask " + ask.subject();
                    case Feed.Step.Expel(String subject) -> "expel " + subject;
                })
                .toList();
    }

    private Optional<List<String>> after(long sequence) {
        return feed.after(sequence)
                .map(frames -> frames.stream()
                        .map(frame -> new String(frame, StandardCharsets.UTF_8))
                        .toList());
    }

    private static String hello(long lastSequence) {
        return "{\"type\":\"hello\",\"room\":{\"lastSequence\":1},\"lastSequence\":" + lastSequence
                + ",\"complete\":true}";
    }

    private static String message(long sequence) {
        return message(sequence, sequence);
    }

    private static String message(long sequence, long version) {
        return "{\"type\":\"message\",\"message\":" + body(sequence, version) + "}";
    }

    private static String changed(long sequence, long version) {
        return "{\"type\":\"message-changed\",\"sequence\":" + version + ",\"message\":" + body(sequence, version)
                + "}";
    }

    private static String body(long sequence, long version) {
        return "{\"id\":\"m" + sequence + "\",\"sequence\":" + sequence + ",\"sender\":{\"sequence\":77},\"version\":"
                + version + ",\"content\":\"grüße } ] \\\" 👋\"}";
    }

    private static String typing() {
        return "{\"type\":\"typing\",\"started\":[],\"stopped\":[]}";
    }
}
