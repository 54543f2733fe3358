package dev.atrium.media.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.media.file.StoredFile;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UploadFormTest {

    @Test
    void aFileIsPrivateUnlessSaidOtherwise() {
        assertEquals(new StoredFile.Placement(null, false), UploadForm.placement(Map.of()));
        assertEquals(
                new StoredFile.Placement(null, false), UploadForm.placement(Map.of("visibility", List.of("private"))));
        assertEquals(
                new StoredFile.Placement(null, true), UploadForm.placement(Map.of("visibility", List.of("public"))));
    }

    @Test
    void aRoomIsNamed() {
        assertEquals(new StoredFile.Placement("r1", false), UploadForm.placement(Map.of("room", List.of("r1"))));
    }

    @Test
    void nothingElseIsTaken() {
        refuses(Map.of("visibility", List.of("secret")));
        refuses(Map.of("visibility", List.of("public", "public")));
        refuses(Map.of("room", List.of("r1", "r2")));
        refuses(Map.of("room", List.of("r1"), "visibility", List.of("public")));
        refuses(Map.of("rooms", List.of("r1")));
    }

    private static void refuses(Map<String, List<String>> fields) {
        ProblemException problem = assertThrows(ProblemException.class, () -> UploadForm.placement(fields));

        assertEquals(ProblemType.INVALID_REQUEST, problem.type());
    }
}
