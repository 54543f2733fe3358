package dev.atrium.jobs.reminder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Of what to remind, and when: neither `at` nor `after` is at once, which is for schedules.
///
/// @param text 1 to 2,000 characters, not blank
/// @param at at most ten years ahead; a time of the last day is at once, so that a start can be repeated
/// @param after a second to ten years, counted from when the instance first runs
/// @param room id of the room that it is about; null: none
/// @param message id of a message in that room
/// @param link a path within the suite or an `https` address, where there is no room
record ReminderInput(
        String text,
        @Nullable Instant at,
        @Nullable Duration after,
        @Nullable String room,
        @Nullable String message,
        @Nullable String link) {

    private static final Set<String> PROPERTIES = Set.of("text", "at", "after", "room", "message", "link");
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final Duration LATEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_TITLE = 200;
    private static final int MAX_NAME = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// @throws ProblemException `invalid-request` that names every fault
    static ReminderInput parse(JsonNode input, Instant now) {
        List<Problem.Fault> faults = new ArrayList<>();
        input.fieldNames().forEachRemaining(name -> {
            if (!PROPERTIES.contains(name)) {
                faults.add(fault(segment(name), "this property is not known"));
            }
        });
        String text = read(input, "text", "must be a string", Function.identity(), faults);
        ReminderInput parsed = new ReminderInput(
                text == null ? "" : text,
                read(input, "at", "must be a time like 2026-01-31T12:00:00Z", ReminderInput::time, faults),
                read(input, "after", "must be a duration like PT20M or P2D", Duration::parse, faults),
                read(input, "room", "must be a string", Function.identity(), faults),
                read(input, "message", "must be a string", Function.identity(), faults),
                read(input, "link", "must be a string", Function.identity(), faults));
        if (faults.isEmpty()) {
            parsed.check(now, faults);
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The input has " + faults.size() + " fault(s).", faults, null);
        }
        return parsed;
    }

    private void check(Instant now, List<Problem.Fault> faults) {
        if (text.isBlank() || text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            faults.add(fault("text", "is required: 1 to " + MAX_TEXT + " characters"));
        }
        if (at != null && after != null) {
            faults.add(fault("after", "must be absent where there is 'at'"));
        }
        if (at != null && (at.isAfter(now.plus(LONGEST)) || at.isBefore(now.minus(LATEST)))) {
            faults.add(fault("at", "must be at most ten years ahead, and not more than a day ago"));
        }
        if (after != null && (after.compareTo(SHORTEST) < 0 || after.compareTo(LONGEST) > 0)) {
            faults.add(fault("after", "must be from PT1S to P3650D"));
        }
        if (room != null && !ID.matcher(room).matches()) {
            faults.add(fault("room", "must be the id of a room"));
        }
        if (message != null && (room == null || !ID.matcher(message).matches())) {
            faults.add(fault("message", "must be the id of a message, beside that of its room"));
        }
        if (link != null && (room != null || !Notification.isLink(link))) {
            faults.add(fault("link", "must be a path or an https address, where there is no 'room'"));
        }
    }

    /// Whether the text says it all on one line.
    boolean fitsTitle() {
        return text.length() <= MAX_TITLE && text.lines().count() == 1;
    }

    /// Where the notification leads; null: nowhere.
    @Nullable
    String leadsTo() {
        if (room == null) {
            return link;
        }
        return "/?room=" + room + (message == null ? "" : "&message=" + message);
    }

    /// The room and the message, for programs; null: there is no room.
    @Nullable
    String place() {
        if (room == null) {
            return null;
        }
        return Json.write(message == null ? Map.of("room", room) : Map.of("room", room, "message", message));
    }

    /// With any offset.
    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static <T> @Nullable T read(
            JsonNode input, String property, String form, Function<String, T> as, List<Problem.Fault> faults) {
        JsonNode value = input.get(property);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            if (value.isTextual()) {
                return as.apply(value.textValue());
            }
        } catch (DateTimeException _) {
            // The same fault as for what is no text.
        }
        faults.add(fault(property, form));
        return null;
    }

    private static Problem.Fault fault(String property, String detail) {
        return Problem.Fault.inBody("/input/" + property, detail);
    }

    /// A name as a segment of a JSON Pointer, cut where it is long.
    private static String segment(String name) {
        String cut = name.substring(0, Math.min(name.length(), MAX_NAME));
        return cut.replace("~", "~0").replace("/", "~1");
    }
}
