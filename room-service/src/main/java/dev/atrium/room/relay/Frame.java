package dev.atrium.room.relay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One frame of those that a room's owner sent, with what a relay must know of it; its text is not understood further,
/// so that frames that only newer nodes know pass, too.
///
/// @param text the WebSocket message that it came in
/// @param from where in it the frame begins
/// @param to where it ends
/// @param sequence of the room, as the frame itself says; 0 if it does not
/// @param message the message that it carries
record Frame(String type, byte[] text, int from, int to, long sequence, Body message) {

    /// A message within the frame.
    ///
    /// @param from where in the text it begins
    /// @param to where it ends
    /// @param sequence the message's own; 0 if there is no message
    /// @param version sequence number of the last thing that happened to it
    /// @param withdrawn whether it is deleted or hidden
    record Body(int from, int to, long sequence, long version, boolean withdrawn) {

        private static final Body NONE = new Body(0, 0, 0, 0, false);
    }

    /// Reads a WebSocket message: one frame or an array of frames.
    ///
    /// @throws UncheckedIOException if it is not valid JSON
    static List<Frame> read(byte[] text) {
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            List<Frame> frames = new ArrayList<>();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
            }
            while (parser.currentToken() == JsonToken.START_OBJECT) {
                frames.add(frame(parser, text));
                parser.nextToken();
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The frame alone.
    byte[] bytes() {
        return Arrays.copyOfRange(text, from, to);
    }

    /// The message alone.
    byte[] messageBytes() {
        return Arrays.copyOfRange(text, message.from(), message.to());
    }

    private static Frame frame(JsonParser parser, byte[] text) throws IOException {
        int from = start(parser);
        String type = "";
        long sequence = 0;
        Body body = Body.NONE;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (name.equals("sequence") && value == JsonToken.VALUE_NUMBER_INT) {
                sequence = parser.getLongValue();
            } else if (name.equals("message") && value == JsonToken.START_OBJECT) {
                body = body(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new Frame(type, text, from, end(parser), sequence, body);
    }

    private static Body body(JsonParser parser) throws IOException {
        int from = start(parser);
        long sequence = 0;
        long version = 0;
        boolean withdrawn = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_TRUE && (name.equals("deleted") || name.equals("hidden"))) {
                withdrawn = true;
            } else if (name.equals("sequence") && value == JsonToken.VALUE_NUMBER_INT) {
                sequence = parser.getLongValue();
            } else if (name.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
                version = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
        return new Body(from, end(parser), sequence, version, withdrawn);
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }
}
