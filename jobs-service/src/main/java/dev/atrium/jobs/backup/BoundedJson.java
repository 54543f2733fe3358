package dev.atrium.jobs.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// JSON from anywhere. As objects it may take thirty times the memory of its text, so it is counted
/// before any are made.
public final class BoundedJson {

    /// Most bytes of an entry that is JSON.
    public static final int ENTRY_MAX = 8 << 20;

    /// Most names, values and brackets of an entry: of a room with 5,000 members and as many bans.
    private static final int ENTRY_TOKENS_MAX = 200_000;

    private BoundedJson() {}

    /// An entry that is an object.
    ///
    /// @throws InvalidArchiveException if it is not, or is more than a backup has
    public static JsonNode entry(byte[] json) throws InvalidArchiveException {
        JsonNode entry = tree(json, ENTRY_TOKENS_MAX);
        if (!entry.isObject()) {
            throw invalid(null);
        }
        return entry;
    }

    /// An entry, or a line of one, as a record.
    static <T> T entry(byte[] json, Class<T> type) throws InvalidArchiveException {
        requireFew(json, ENTRY_TOKENS_MAX);
        return read(json, type);
    }

    /// @param tokens most names, values and brackets
    static JsonNode tree(byte[] json, int tokens) throws InvalidArchiveException {
        requireFew(json, tokens);
        return read(json, JsonNode.class);
    }

    private static void requireFew(byte[] json, int most) throws InvalidArchiveException {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            int count = 0;
            while (parser.nextToken() != null) {
                count++;
                if (count > most) {
                    throw new InvalidArchiveException("an entry has more in it than any backup's");
                }
            }
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    private static <T> T read(byte[] json, Class<T> type) throws InvalidArchiveException {
        try {
            T value = Json.read(json, type);
            if (value != null) {
                return value;
            }
        } catch (UncheckedIOException e) {
            throw invalid(e);
        }
        throw invalid(null);
    }

    private static InvalidArchiveException invalid(@Nullable Throwable cause) {
        String message = "an entry is not the JSON that it should be";
        return cause == null ? new InvalidArchiveException(message) : new InvalidArchiveException(message, cause);
    }
}
