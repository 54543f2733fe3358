package dev.atrium.jobs.notify.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreferencesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));

    @ParameterizedTest
    @CsvSource({
        // In winter Berlin is one hour ahead.
        "2026-01-10T20:59:59Z,",
        "2026-01-10T21:00:00Z,2026-01-11T06:00:00Z",
        "2026-01-11T05:59:59Z,2026-01-11T06:00:00Z",
        "2026-01-11T06:00:00Z,",
        // In summer two.
        "2026-07-10T20:00:00Z,2026-07-11T05:00:00Z",
        // The night in which the clock goes forward is an hour shorter, the one in which it goes back an hour longer.
        "2026-03-28T21:00:00Z,2026-03-29T05:00:00Z",
        "2026-10-24T20:00:00Z,2026-10-25T06:00:00Z"
    })
    void nightIsQuietByTheClockOfTheZone(Instant now, Instant end) {
        assertEquals(Optional.ofNullable(end), NIGHT.end(now, BERLIN));
    }

    @Test
    void endThatTheClockLeavesOutIsThatMuchLater() {
        QuietHours quiet = new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 30));

        assertEquals(
                Optional.of(Instant.parse("2026-03-29T01:30:00Z")),
                quiet.end(Instant.parse("2026-03-29T00:45:00Z"), BERLIN));
    }

    @Test
    void endThatTheClockShowsTwiceIsTheFirst() {
        QuietHours quiet = new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 30));

        assertEquals(
                Optional.of(Instant.parse("2026-10-25T00:30:00Z")),
                quiet.end(Instant.parse("2026-10-25T00:15:00Z"), BERLIN));
        assertEquals(Optional.empty(), quiet.end(Instant.parse("2026-10-25T01:15:00Z"), BERLIN));
    }

    @Test
    void quietHoursCanBeWithinADay() {
        QuietHours noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(14, 0));

        assertEquals(
                Optional.of(Instant.parse("2026-01-10T13:00:00Z")),
                noon.end(Instant.parse("2026-01-10T11:30:00Z"), BERLIN));
        assertEquals(Optional.empty(), noon.end(Instant.parse("2026-01-10T13:00:00Z"), BERLIN));
        assertThrows(IllegalArgumentException.class, () -> new QuietHours(LocalTime.NOON, LocalTime.NOON));
    }

    @ParameterizedTest
    @CsvSource({
        "IMMEDIATELY,2026-01-10T10:10:00Z,2026-01-10T10:10:00Z",
        "HOURLY,2026-01-10T10:10:00Z,2026-01-10T11:00:00Z",
        "HOURLY,2026-01-10T11:00:00Z,2026-01-10T12:00:00Z",
        "DAILY,2026-01-10T06:59:59Z,2026-01-10T07:00:00Z",
        "DAILY,2026-01-10T07:00:00Z,2026-01-11T07:00:00Z",
        "DAILY,2026-03-28T12:00:00Z,2026-03-29T06:00:00Z",
        "WEEKLY,2026-01-10T10:10:00Z,2026-01-12T07:00:00Z",
        "WEEKLY,2026-01-12T06:00:00Z,2026-01-12T07:00:00Z",
        "WEEKLY,2026-01-12T07:00:00Z,2026-01-19T07:00:00Z"
    })
    void digestIsMailedAtItsNextTime(Digest digest, Instant now, Instant next) {
        assertEquals(next, digest.next(now, BERLIN));
    }

    @Test
    void fullHourIsThatOfTheZone() {
        assertEquals(
                Instant.parse("2026-01-10T10:30:00Z"),
                Digest.HOURLY.next(Instant.parse("2026-01-10T10:10:00Z"), ZoneId.of("Asia/Kolkata")));
    }

    @Test
    void whatIsHeldInTheNightComesAfterIt() {
        Preferences preferences = new Preferences(Map.of(), Digest.HOURLY, NIGHT, "Europe/Berlin", List.of());
        Instant morning = Instant.parse("2026-01-11T06:00:00Z");

        assertEquals(morning, preferences.mailAt(Instant.parse("2026-01-10T20:30:00Z")));
        assertEquals(morning, preferences.pushAt(Instant.parse("2026-01-10T23:00:00Z")));
        assertTrue(preferences.isQuiet(Instant.parse("2026-01-10T23:00:00Z")));
        assertFalse(preferences.isQuiet(morning));
        assertEquals(morning, preferences.pushAt(morning));
    }

    @Test
    void othersHaveAnotherTag() {
        Preferences daily = new Preferences(Map.of(), Digest.DAILY, NIGHT, "UTC", List.of("a, b"));

        assertEquals(
                daily.tag(), Json.read(Json.write(daily), Preferences.class).tag());
        for (Preferences other : List.of(
                Preferences.USUAL,
                daily.withoutMail(Category.REPLY),
                new Preferences(Map.of(), Digest.DAILY, null, "UTC", List.of("a, b")),
                new Preferences(Map.of(), Digest.DAILY, NIGHT, "Europe/Berlin", List.of("a, b")),
                new Preferences(Map.of(), Digest.DAILY, NIGHT, "UTC", List.of("a", "b")))) {
            assertNotEquals(daily.tag(), other.tag(), other::toString);
        }
    }

    @Test
    void preferencesAreTheSameAfterTheyWereStored() {
        Preferences preferences = new Preferences(
                Map.of(Category.REPLY, new Channels(false, true, false)),
                Digest.WEEKLY,
                NIGHT,
                "Europe/Berlin",
                List.of("room:1"));

        assertEquals(preferences, Json.read(Json.write(preferences), Preferences.class));
        assertEquals(Preferences.USUAL, Json.read(Json.write(Preferences.USUAL), Preferences.class));
    }

    @Test
    void changeLeavesWhatItDoesNotName() throws JsonProcessingException {
        Preferences changed = change(
                Preferences.USUAL,
                "{\"categories\":{\"reply\":{\"email\":false}},\"zone\":\"Europe/Berlin\","
                        + "\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\"},\"muted\":[\"room:1\"]}");

        assertEquals(new Channels(true, false, true), changed.channels(Category.REPLY));
        assertEquals(Preferences.USUAL.channels(Category.MENTION), changed.channels(Category.MENTION));
        assertEquals(NIGHT, changed.quietHours());
        assertTrue(changed.isMuted("room:1"));
        assertFalse(changed.isMuted("room:2"));
        assertFalse(changed.isMuted(null));

        Preferences back = change(changed, "{\"categories\":{\"reply\":null},\"quietHours\":null,\"muted\":null}");

        assertEquals(Preferences.USUAL.channels(Category.REPLY), back.channels(Category.REPLY));
        assertNull(back.quietHours());
        assertEquals(List.of(), back.muted());
        assertEquals("Europe/Berlin", back.zone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"zone\":\"Middle/Earth\"}",
                "{\"digest\":\"never\"}",
                "{\"categories\":{\"gossip\":{\"email\":false}}}",
                "{\"categories\":{\"reply\":{\"fax\":true}}}",
                "{\"categories\":{\"reply\":{\"email\":\"maybe\"}}}",
                "{\"quietHours\":{\"from\":\"22:00\"}}",
                "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"22:00\"}}",
                "{\"muted\":[\"\"]}",
                "{\"colour\":\"red\"}"
            })
    void changeThatIsWrongIsRefused(String json) {
        Exception refused = assertThrows(Exception.class, () -> change(Preferences.USUAL, json));

        assertTrue(
                refused instanceof ProblemException || refused instanceof JsonProcessingException, () -> refused + "");
    }

    private static Preferences change(Preferences present, String json) throws JsonProcessingException {
        return PreferenceReader.change(present, Json.MAPPER.readTree(json));
    }
}
