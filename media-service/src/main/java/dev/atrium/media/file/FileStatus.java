package dev.atrium.media.file;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How far a file has come.
public enum FileStatus {
    /// Its bytes are stored and can be read; what is derived from them comes later.
    PROCESSING,
    /// All that can be derived was derived.
    READY,
    /// Nothing could be derived, for a reason that the file shows; its bytes can be read.
    FAILED;

    /// The name in the API.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
