package dev.atrium.room.tinybase;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One socket that carries many channels (sub-protocol `tinybase`, since 9.3), from the server's side.
public final class Multiplex {

    /// The sub-protocol by which a client asks for it.
    public static final String PROTOCOL = "tinybase";

    private static final String DATA = "M";
    private static final int CHANNELS_MAX = 100;
    private static final int CHANNEL_BYTES_MAX = 1_024;
    private static final long CONTROL = -1;
    private static final long VERSION = 1;
    private static final Pattern NOT_IN_CHANNELS = Pattern.compile("[\\n\\r?#]");

    /// What a payload asks for.
    public sealed interface Step {

        /// Send this back.
        record Answer(String text) implements Step {}

        /// The client wants to join a channel, perhaps once more. When it has, send the acknowledgement; if it may not,
        /// call [#refused] and send nothing: the protocol has no refusal, and the client gives up.
        record Subscribe(String channel, String acknowledgement) implements Step {}

        record Unsubscribe(String channel) implements Step {}

        /// A plain payload for a channel that the client has joined.
        record Data(String channel, String payload) implements Step {}

        record Nothing() implements Step {}

        /// The socket must be closed.
        record Refused(Closing reason) implements Step {}
    }

    private enum Kind {
        HELLO,
        SUBSCRIBE,
        UNSUBSCRIBE
    }

    /// @param channel null for a greeting
    private record Control(Kind kind, @Nullable String channel) {}

    private final Set<String> channels = new HashSet<>();
    /// Those that the client may not use any more, and may not know so.
    private final Set<String> ended = new HashSet<>();
    private boolean greeted;

    /// What is sent on a channel, from the server's store.
    public static String data(String channel, String remainder) {
        return DATA + Payload.SEPARATOR + channel + Payload.SEPARATOR + plain(remainder);
    }

    /// What is sent on a channel.
    ///
    /// @param payload as it is on a socket of one room, in UTF-8
    public static byte[] data(String channel, byte[] payload) {
        byte[] head = (DATA + Payload.SEPARATOR + channel + Payload.SEPARATOR).getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, whole, head.length, payload.length);
        return whole;
    }

    /// What is sent on a socket of one room, from the server's store.
    public static String plain(String remainder) {
        return Payload.SERVER + Payload.SEPARATOR + remainder;
    }

    public Step receive(String text) {
        Optional<Payload> outer = Payload.parse(text);
        if (outer.isEmpty()) {
            return new Step.Refused(Closing.INVALID);
        }
        return switch (outer.get().address()) {
            case Payload.SERVER ->
                control(outer.get().remainder())
                        .map(control -> control(control, text))
                        .orElseGet(() -> new Step.Refused(Closing.INVALID));
            case DATA ->
                Payload.parse(outer.get().remainder())
                        .map(this::data)
                        .orElseGet(() -> new Step.Refused(Closing.INVALID));
            default -> new Step.Refused(Closing.INVALID);
        };
    }

    /// The client may not join the channel.
    public void refused(String channel) {
        channels.remove(channel);
    }

    /// The client may not be in the channel any more. The protocol cannot say so: what comes there is ignored, and the
    /// client may try to join again.
    public void ended(String channel) {
        channels.remove(channel);
        ended.add(channel);
    }

    private Step data(Payload payload) {
        String channel = payload.address();
        if (isTooLong(channel)) {
            return new Step.Refused(Closing.CHANNELS);
        }
        if (channels.contains(channel)) {
            return new Step.Data(channel, payload.remainder());
        }
        return ended.contains(channel) ? new Step.Nothing() : new Step.Refused(Closing.INVALID);
    }

    private Step control(Control control, String text) {
        String channel = control.channel();
        if (channel == null) {
            greeted = true;
            return new Step.Answer(text);
        }
        if (!greeted) {
            return new Step.Nothing();
        }
        if (isTooLong(channel)) {
            return new Step.Refused(Closing.CHANNELS);
        }
        return control.kind() == Kind.SUBSCRIBE ? subscribe(channel, text) : unsubscribe(channel);
    }

    private Step subscribe(String channel, String text) {
        boolean counted = channels.contains(channel) || ended.contains(channel);
        if (!counted && channels.size() + ended.size() >= CHANNELS_MAX) {
            return new Step.Refused(Closing.CHANNELS);
        }
        channels.add(channel);
        return new Step.Subscribe(channel, text);
    }

    private Step unsubscribe(String channel) {
        ended.remove(channel);
        return channels.remove(channel) ? new Step.Unsubscribe(channel) : new Step.Nothing();
    }

    private static Optional<Control> control(String remainder) {
        try {
            return JsonReader.read(remainder, Multiplex::control);
        } catch (InvalidMessageException _) {
            return Optional.empty();
        }
    }

    private static Optional<Control> control(JsonReader reader) throws InvalidMessageException {
        reader.beginArray();
        boolean hasId = reader.stringOrNull() != null;
        reader.require(reader.integer() == CONTROL);
        reader.beginArray();
        Kind kind = kind(reader.integer());
        String channel = null;
        if (kind == Kind.HELLO) {
            reader.require(reader.integer() == VERSION);
        } else {
            channel = reader.string();
        }
        reader.endArray();
        reader.endArray();
        reader.require(hasId == (kind != Kind.UNSUBSCRIBE));
        return channel == null || isTooLong(channel) || isWellFormed(channel)
                ? Optional.of(new Control(kind, channel))
                : Optional.empty();
    }

    private static Kind kind(long number) throws InvalidMessageException {
        return switch (Math.toIntExact(Math.clamp(number, -1, 3))) {
            case 0 -> Kind.HELLO;
            case 1 -> Kind.SUBSCRIBE;
            case 2 -> Kind.UNSUBSCRIBE;
            default -> throw new InvalidMessageException("not a control");
        };
    }

    private static boolean isTooLong(String channel) {
        return Utf8.size(channel) > CHANNEL_BYTES_MAX;
    }

    private static boolean isWellFormed(String channel) {
        if (NOT_IN_CHANNELS.matcher(channel).find()) {
            return false;
        }
        for (String part : channel.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
