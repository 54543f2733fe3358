package dev.atrium.media.upload;

import dev.atrium.media.file.StoredFile;
import dev.atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the parts of an upload's form that are not the file.
final class UploadForm {

    private static final String ROOM = "room";
    private static final String VISIBILITY = "visibility";
    private static final Set<String> KNOWN = Set.of(ROOM, VISIBILITY);

    private UploadForm() {}

    /// @throws ProblemException `invalid-request` if a part is not known, comes twice or has no meaning
    static StoredFile.Placement placement(Map<String, List<String>> fields) {
        for (String name : fields.keySet()) {
            if (!KNOWN.contains(name)) {
                throw ProblemException.invalidParameter(name, "there is no such part");
            }
        }
        String room = single(fields, ROOM);
        String visibility = single(fields, VISIBILITY);
        if (room == null) {
            return new StoredFile.Placement(null, isPublic(visibility));
        }
        if (visibility != null) {
            throw ProblemException.invalidParameter(VISIBILITY, "who may read a file of a room is the room's matter");
        }
        return new StoredFile.Placement(room, false);
    }

    private static @Nullable String single(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalidParameter(name, "comes more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static boolean isPublic(@Nullable String visibility) {
        return switch (visibility) {
            case null -> false;
            case "private" -> false;
            case "public" -> true;
            default -> throw ProblemException.invalidParameter(VISIBILITY, "must be private or public");
        };
    }
}
