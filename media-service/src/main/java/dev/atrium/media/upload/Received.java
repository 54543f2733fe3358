package dev.atrium.media.upload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A form that came in whole, with its one file.
///
/// @param path where the file's bytes lie until the upload is dealt with
/// @param clientName the file's name as the client gave it: not to be trusted
/// @param sizeBytes at least 1
/// @param sha256 64 lower-case hexadecimal digits
/// @param fields all values of each of the form's other parts
record Received(Path path, String clientName, long sizeBytes, String sha256, Map<String, List<String>> fields) {

    Received {
        fields = Map.copyOf(fields);
    }
}
