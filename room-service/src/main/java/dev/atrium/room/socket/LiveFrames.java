package dev.atrium.room.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.room.chat.Text;
import dev.atrium.room.live.LiveCommand;
import dev.atrium.room.live.LiveLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a client says about live state, into commands within their bounds.
final class LiveFrames {

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    private final JsonNode frame;
    private @Nullable String faultyProperty;
    private String fault = "";

    private LiveFrames(JsonNode frame) {
        this.frame = frame;
    }

    /// @param clientId of the frame, if it has a usable one
    /// @return empty if frames of this type are not about live state
    static Optional<ClientFrame> read(String type, JsonNode frame, @Nullable String clientId) {
        LiveFrames reader = new LiveFrames(frame);
        return reader.command(type)
                .map(command -> reader.faultyProperty == null
                        ? new ClientFrame.Live(clientId, command)
                        : ClientFrame.faulty(clientId, "/" + reader.faultyProperty, reader.fault));
    }

    private Optional<LiveCommand> command(String type) {
        return switch (type) {
            case "presence" -> Optional.of(presence());
            case "typing" -> Optional.of(typing());
            case "cursor" -> Optional.of(cursor());
            case "lock" -> Optional.of(lock());
            case "playback" -> Optional.of(playback());
            case "frame" -> Optional.of(picture());
            case "viewers" -> Optional.of(viewers());
            default -> Optional.empty();
        };
    }

    private LiveCommand presence() {
        only(Set.of("type", "clientId", "status", "colour"));
        String colour = text("colour", 7);
        if (colour != null && !COLOUR.matcher(colour).matches()) {
            fault("colour", "must be a colour like #c03fa7");
        }
        return new LiveCommand.Appear(text("status", LiveLimits.STATUS_MAX), colour);
    }

    private LiveCommand typing() {
        only(Set.of("type", "clientId", "typing"));
        return new LiveCommand.Type(flag("typing", true));
    }

    private LiveCommand cursor() {
        only(Set.of("type", "clientId", "cursor"));
        return new LiveCommand.Point(json("cursor", LiveLimits.CURSOR_BYTES_MAX));
    }

    private LiveCommand lock() {
        String name = text("name", LiveLimits.LOCK_NAME_MAX);
        if (name == null) {
            fault("name", "must be a text of 1 to " + LiveLimits.LOCK_NAME_MAX + " characters");
            name = "";
        }
        String operation = frame.path("op").asText("");
        return switch (operation) {
            case "acquire" -> {
                only(Set.of("type", "clientId", "op", "name", "ttlMs", "wait"));
                yield new LiveCommand.Acquire(name, ttlMillis(), flag("wait", true));
            }
            case "renew", "steal" -> {
                only(Set.of("type", "clientId", "op", "name", "ttlMs"));
                yield operation.equals("renew")
                        ? new LiveCommand.Renew(name, ttlMillis())
                        : new LiveCommand.Steal(name, ttlMillis());
            }
            case "release" -> {
                only(Set.of("type", "clientId", "op", "name"));
                yield new LiveCommand.Release(name);
            }
            default -> {
                fault("op", "must be 'acquire', 'renew', 'release' or 'steal'");
                yield new LiveCommand.Release(name);
            }
        };
    }

    private LiveCommand playback() {
        only(Set.of("type", "clientId", "playing", "position", "rate"));
        Boolean playing = frame.has("playing") ? flag("playing", false) : null;
        Double position = number("position", 0, LiveLimits.POSITION_MAX);
        Double rate = number("rate", LiveLimits.RATE_MIN, LiveLimits.RATE_MAX);
        if (playing == null && position == null && rate == null) {
            fault("playing", "must be there, or 'position' or 'rate'");
        }
        return new LiveCommand.Play(playing, position, rate);
    }

    private LiveCommand picture() {
        only(Set.of("type", "clientId", "stream", "sequence", "progress", "frame"));
        String stream = text("stream", LiveLimits.STREAM_MAX);
        if (stream == null) {
            fault("stream", "must be a text of 1 to " + LiveLimits.STREAM_MAX + " characters");
        }
        JsonNode sequence = frame.path("sequence");
        if (!sequence.isIntegralNumber() || !sequence.canConvertToLong() || sequence.longValue() < 0) {
            fault("sequence", "must be a whole number from 0");
        }
        Double progress = number("progress", 0, 1);
        String json = json("frame", LiveLimits.FRAME_BYTES_MAX);
        if (json == null) {
            fault("frame", "must not be null");
        }
        return new LiveCommand.Show(
                stream == null ? "" : stream, sequence.longValue(), progress, json == null ? "null" : json);
    }

    private LiveCommand viewers() {
        only(Set.of("type", "count"));
        JsonNode count = frame.path("count");
        if (!count.isInt() || count.intValue() < 0 || count.intValue() > LiveLimits.WATCHING_MAX) {
            fault("count", "must be a whole number from 0 to " + LiveLimits.WATCHING_MAX);
        }
        return new LiveCommand.Watch(count.intValue());
    }

    /// @return null if there is none
    private @Nullable Double number(String name, double min, double max) {
        JsonNode value = frame.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            fault(name, "must be a number from " + min + " to " + max);
        }
        return value.doubleValue();
    }

    private long ttlMillis() {
        JsonNode ttl = frame.path("ttlMs");
        if (ttl.isMissingNode()) {
            return LiveLimits.LOCK_TTL_DEFAULT_MILLIS;
        }
        boolean inBounds = ttl.isIntegralNumber()
                && ttl.canConvertToLong()
                && ttl.longValue() >= LiveLimits.LOCK_TTL_MIN_MILLIS
                && ttl.longValue() <= LiveLimits.LOCK_TTL_MAX_MILLIS;
        if (!inBounds) {
            fault(
                    "ttlMs",
                    "must be a number from " + LiveLimits.LOCK_TTL_MIN_MILLIS + " to "
                            + LiveLimits.LOCK_TTL_MAX_MILLIS);
        }
        return ttl.longValue();
    }

    private boolean flag(String name, boolean otherwise) {
        JsonNode value = frame.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            fault(name, "must be true or false");
        }
        return value.asBoolean(otherwise);
    }

    private void only(Set<String> known) {
        frame.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> fault(name, "this property is not known"));
    }

    /// @return null if there is none
    private @Nullable String text(String name, int max) {
        JsonNode value = frame.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, "must be a text");
            return null;
        }
        Text.fault(value.textValue(), max).ifPresent(wrong -> fault(name, wrong));
        return value.textValue();
    }

    /// Any JSON, as compact text.
    ///
    /// @return null if it is null
    private @Nullable String json(String name, int maxBytes) {
        JsonNode value = frame.path(name);
        if (value.isMissingNode()) {
            fault(name, "must be there; null for nothing");
        }
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (depth(value) > LiveLimits.DEPTH_MAX) {
            fault(name, "must have at most " + LiveLimits.DEPTH_MAX + " levels");
            return null;
        }
        String json = value.toString();
        if (json.length() > maxBytes || json.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            fault(name, "must have at most " + maxBytes + " bytes");
        } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            fault(name, "must not contain broken Unicode");
        }
        return json;
    }

    private void fault(String property, String what) {
        if (faultyProperty == null) {
            faultyProperty = property;
            fault = what;
        }
    }

    private static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode element : value) {
            deepest = Math.max(deepest, depth(element));
        }
        return value.isContainerNode() ? deepest + 1 : 0;
    }
}
