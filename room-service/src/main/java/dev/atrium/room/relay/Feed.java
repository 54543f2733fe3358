package dev.atrium.room.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.web.Json;
import dev.atrium.room.fanout.FrameText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A room as a relay hears of it from its owner, and what spectators must hear of that, in order, without
/// gap or double. Deterministic; no I/O, threads or clocks. Not thread-safe.
///
/// The owner's words are one stream. It begins, as for every client, with `hello`, what was missed, and `live`, which
/// together are taken as a whole: if they break off, nothing of them has happened. Then everybody's frames follow as
/// they are. A `live` within the stream tells the live state at that very point: this is where newcomers come in.
final class Feed {

    /// Most entries to remember for those who come back.
    static final int RECENT_COUNT = 1_000;

    /// Most bytes of them, and of what is taken as a whole. A socket's queue must have room for it.
    static final int RECENT_BYTES = 1 << 20;

    /// What only the relay itself is told.
    private static final Set<String> PRIVATE = Set.of(
            "hello",
            "snapshot",
            "live",
            "ack",
            "error",
            "pong",
            "lock",
            "rights",
            "draft",
            "renewal-due",
            "renewed",
            "goodbye");

    /// What who is behind may miss, because `live` repairs it, or the next one does.
    private static final Set<String> SKIPPABLE = Set.of("presence", "typing", "cursors", "frame", "progress");

    /// What takes nothing away: a membership adds to what everybody may, and with a ban less is forbidden.
    private static final Set<String> HARMLESS = Set.of("member-set", "unbanned");

    /// What takes something away from its subject alone.
    private static final Set<String> ABOUT_ONE = Set.of("member-removed", "banned");

    /// What is to be done, in the order given.
    sealed interface Step {

        /// All spectators must hear this.
        ///
        /// @param skippable whether those that are behind may miss it
        record Forward(byte[] text, boolean skippable) implements Step {}

        /// This is the live state at this point of the stream: newcomers can come in.
        ///
        /// @param snapshot all of the room at this point, for who cannot be told what it missed; null if
        ///     nobody asked for that
        /// @param anew whether the other spectators must hear the live state, too
        record Live(byte[] frame, byte @Nullable [] snapshot, boolean anew) implements Step {}

        /// Something happened that cannot be told: spectators must come back by themselves.
        record Lost() implements Step {}

        /// Before anything else is done, it must be asked who may still be here.
        ///
        /// @param subject about whom; null for all spectators
        record Ask(@Nullable String subject) implements Step {

            private static final Ask ABOUT_ALL = new Ask(null);
        }

        /// This person was sent out of the room, whatever it may do afterwards.
        record Expel(String subject) implements Step {}
    }

    private final Recent recent = new Recent(RECENT_COUNT, RECENT_BYTES);
    /// What has come since `hello`; null once `live` has.
    private Beginning beginning = new Beginning(0);
    private boolean live;
    private boolean begun;
    private long last;
    private int objects;
    private boolean asked;

    /// The part of the stream before the first `live`.
    private static final class Beginning {

        private final long after;
        private final List<Frame> missed = new ArrayList<>();
        private int sizeBytes;
        private long lastSequence;
        private boolean complete;

        private Beginning(long after) {
            this.after = after;
        }
    }

    /// The stream begins, or begins anew.
    ///
    /// @param after what the owner is asked for: everything behind this sequence number
    void begin(long after) {
        beginning = new Beginning(after);
        live = false;
        asked = false;
    }

    /// Behind which sequence number the stream must go on; empty before it was ever whole.
    Optional<Long> resume() {
        return begun ? Optional.of(last) : Optional.empty();
    }

    /// Whether the stream is whole, so that the owner can be asked for the live state.
    boolean isLive() {
        return live;
    }

    /// Whether the owner has been asked for the live state and has not answered.
    boolean isAsked() {
        return asked;
    }

    /// The owner is asked for the live state.
    void asked() {
        asked = true;
    }

    /// No answer is expected any more. If it comes all the same, all spectators hear the live state anew.
    void unanswered() {
        asked = false;
    }

    /// Highest sequence number that was heard of.
    long last() {
        return last;
    }

    /// How many objects the room has, roughly: as many as when the stream began, and one at least if there was an
    /// operation since.
    int objects() {
        return objects;
    }

    /// As [Recent#after].
    Optional<List<byte[]>> after(long sequence) {
        return recent.after(sequence);
    }

    /// Hears one WebSocket message.
    List<Step> hear(byte[] text) {
        List<Frame> frames = Frame.read(text);
        return live ? goOn(text, frames) : begin(frames);
    }

    private List<Step> begin(List<Frame> frames) {
        List<Step> steps = new ArrayList<>();
        for (Frame frame : frames) {
            switch (frame.type()) {
                case "hello" -> greeted(frame);
                case "message", "message-changed", "op" -> {
                    beginning.missed.add(frame);
                    beginning.sizeBytes += frame.to() - frame.from();
                }
                case "live" -> whole(frame, steps);
                default -> {
                    // It is in the live state, or not for spectators.
                }
            }
        }
        return steps;
    }

    private void greeted(Frame frame) {
        JsonNode hello = Json.read(frame.bytes(), JsonNode.class);
        beginning.lastSequence = hello.path("lastSequence").asLong();
        objects = hello.path("objects").asInt();
        beginning.complete = hello.path("complete").asBoolean();
    }

    private void whole(Frame state, List<Step> steps) {
        // What changed in the meantime was not heard.
        steps.add(Step.Ask.ABOUT_ALL);
        boolean complete = beginning.complete && beginning.sizeBytes <= RECENT_BYTES;
        List<Frame> missed = beginning.missed.stream()
                .sorted(Comparator.comparingLong(Feed::sequence))
                .toList();
        if (complete) {
            take(missed, steps);
        } else {
            recent.beginAfter(Math.max(beginning.lastSequence, highest(missed)));
            if (begun) {
                steps.add(new Step.Lost());
            }
        }
        last = Math.max(last, Math.max(beginning.lastSequence, highest(missed)));
        begun = true;
        live = true;
        beginning = new Beginning(last);
        steps.add(new Step.Live(state.bytes(), null, true));
    }

    private void take(List<Frame> missed, List<Step> steps) {
        if (!begun) {
            recent.beginAfter(beginning.after);
        }
        missed.forEach(recent::add);
        if (begun && !missed.isEmpty()) {
            byte[] text = FrameText.join(missed.stream().map(Frame::bytes).toList());
            steps.add(new Step.Forward(text, false));
        }
    }

    private List<Step> goOn(byte[] text, List<Frame> frames) {
        if (frames.stream().anyMatch(frame -> PRIVATE.contains(frame.type()))) {
            byte[] snapshot = first(frames, "snapshot").map(Frame::bytes).orElse(null);
            return first(frames, "live").map(frame -> state(frame, snapshot)).stream()
                    .toList();
        }
        frames.forEach(recent::add);
        if (frames.stream().anyMatch(frame -> frame.type().equals("op"))) {
            objects = Math.max(objects, 1);
        }
        last = Math.max(last, highest(frames));
        List<Step> steps = aboutAccess(frames);
        boolean skippable = frames.stream().allMatch(frame -> SKIPPABLE.contains(frame.type()));
        steps.add(new Step.Forward(text, skippable));
        return steps;
    }

    /// Nobody asked for it if the relay itself was behind: then all spectators have missed something.
    private Step state(Frame frame, byte @Nullable [] snapshot) {
        boolean anew = !asked;
        asked = false;
        return new Step.Live(frame.bytes(), snapshot, anew);
    }

    private static Optional<Frame> first(List<Frame> frames, String type) {
        return frames.stream().filter(frame -> frame.type().equals(type)).findFirst();
    }

    /// Who was sent out goes first; then it is asked about those who may have lost the right to be here.
    private static List<Step> aboutAccess(List<Frame> frames) {
        List<Step> steps = new ArrayList<>();
        Set<Step.Ask> questions = new LinkedHashSet<>();
        for (Frame frame : frames) {
            switch (frame.type()) {
                case "room-changed" -> questions.add(Step.Ask.ABOUT_ALL);
                case "access" -> {
                    JsonNode change = Json.read(frame.bytes(), JsonNode.class);
                    expelled(change).map(Step.Expel::new).ifPresent(steps::add);
                    question(change).ifPresent(questions::add);
                }
                default -> {
                    // It says nothing about access.
                }
            }
        }
        steps.addAll(questions.contains(Step.Ask.ABOUT_ALL) ? List.of(Step.Ask.ABOUT_ALL) : questions);
        return steps;
    }

    /// Who leaves by itself, or leaves a team, may stay to watch, as far as the room lets it.
    private static Optional<String> expelled(JsonNode change) {
        String subject = change.path("subject").asText();
        String by = change.path("by").path("subject").asText();
        return change.path("change").asText().equals("member-removed")
                        && !subject.equals(by)
                        && !by.equals(Teams.ACTOR.subject())
                ? Optional.of(subject)
                : Optional.empty();
    }

    /// What only newer nodes know may concern everybody.
    private static Optional<Step.Ask> question(JsonNode change) {
        String kind = change.path("change").asText();
        if (HARMLESS.contains(kind)) {
            return Optional.empty();
        }
        return Optional.of(
                ABOUT_ONE.contains(kind) ? new Step.Ask(change.path("subject").asText()) : Step.Ask.ABOUT_ALL);
    }

    private static long highest(List<Frame> frames) {
        return frames.stream().mapToLong(Feed::sequence).max().orElse(0);
    }

    /// Of what happened in the room; pictures have numbers of their own.
    private static long sequence(Frame frame) {
        return switch (frame.type()) {
            case "message" -> frame.message().sequence();
            case "message-changed", "op" -> frame.sequence();
            default -> 0;
        };
    }
}
