package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// The events in a part of a room, which may come from anywhere: unpacked within bounds.
public final class EventLines {

    /// Most bytes of a part, as it is in the archive.
    public static final int PACKED_MAX = 32 << 20;

    private static final int UNPACKED_MAX = 64 << 20;
    private static final int LINE_MAX = 1 << 20;
    private static final int LINES_MAX = 20_000;

    private EventLines() {}

    /// @throws InvalidArchiveException if it is no list of events
    public static List<JsonNode> read(byte[] packed) throws InvalidArchiveException {
        List<JsonNode> events = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int unpacked = 0;
        try (InputStream lines = new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 16)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = lines.read(buffer); read >= 0; read = lines.read(buffer)) {
                unpacked += read;
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        events.add(event(line.toByteArray()));
                        line.reset();
                    } else {
                        line.write(buffer[i]);
                    }
                }
                if (unpacked > UNPACKED_MAX || line.size() > LINE_MAX || events.size() > LINES_MAX) {
                    throw new InvalidArchiveException("a part of a room is larger than parts may be");
                }
            }
        } catch (IOException e) {
            throw new InvalidArchiveException("a part of a room cannot be unpacked", e);
        }
        if (line.size() > 0) {
            throw new InvalidArchiveException("a part of a room ends within a line");
        }
        return events;
    }

    private static JsonNode event(byte[] line) throws InvalidArchiveException {
        try {
            JsonNode event = Json.read(line, JsonNode.class);
            if (event.path("sequence").asLong() > 0
                    && event.path("type").isTextual()
                    && event.path("at").isTextual()
                    && event.path("data").isObject()) {
                return event;
            }
        } catch (UncheckedIOException e) {
            throw new InvalidArchiveException("an event of a room is not JSON", e);
        }
        throw new InvalidArchiveException("an event of a room lacks its sequence, type, time or data");
    }
}
