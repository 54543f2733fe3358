package dev.atrium.media.upload;

import dev.atrium.media.file.StoredFile;
import dev.atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Reads the parts of an upload's form that are not the file.
final class UploadForm {

    private static final String ROOM = "room";
    private static final String VISIBILITY = "visibility";
    private static final Set<String> KNOWN = Set.of(ROOM, VISIBILITY);

    private UploadForm() {}

    /// The form as the API document has it; nothing is read into this.
    ///
    /// @param file the bytes, with the name of the file
    /// @param room into which it goes; null: into none
    /// @param visibility of a file in no room; null: private
    @Schema(name = "Upload")
    record Parts(
            @Schema(
                    type = SchemaType.STRING,
                    format = "binary",
                    required = true,
                    description = "The file, with its name")
            String file,

            @Schema(description = "Id of the room into which it goes, where its readers read it; not with `visibility`")
            @Nullable
            String room,

            @Schema(
                    enumeration = {"private", "public"},
                    description = "Of a file in no room: for you alone, which it is if this is absent, or for all of"
                            + " your organisation")
            @Nullable
            String visibility) {}

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
