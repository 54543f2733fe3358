package dev.atrium.media.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundaryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=--a1'()+_,./:=?-",
                "Multipart/Form-Data;Boundary=\"--a1'()+_,./:=?-\"",
                "multipart/form-data;charset=UTF-8;boundary=--a1'()+_,./:=?-",
                "multipart/form-data; boundary=\"--a1'()+_,./:=?-\"; charset=utf-8"
            })
    void oneBoundaryIsTaken(String contentType) {
        assertEquals("--a1'()+_,./:=?-", Boundary.of(List.of(contentType)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=A; boundary=B",
                "multipart/form-data; boundary=A; boundary=A",
                "multipart/form-data; boundary=A; BOUNDARY=B",
                "multipart/form-data; boundary=A; charset=utf-8; boundary=B",
                "multipart/form-data; charset=utf-8; boundary=A; charset=utf-8",
                "multipart/form-data; boundaryX=A",
                "multipart/form-data; boundary*=A",
                "multipart/form-data; boundary=A ; charset=utf-8",
                "multipart/form-data; boundary=\"A",
                "multipart/form-data; boundary=A\"",
                "multipart/form-data; boundary=\"A\\B\"",
                "multipart/form-data; boundary=A, multipart/form-data; boundary=B",
                "multipart/mixed; boundary=A"
            })
    void whatCanBeReadInTwoWaysIsRefused(String contentType) {
        assertThrows(ProblemException.class, () -> Boundary.of(List.of(contentType)));
    }

    @Test
    void ofSeveralContentTypesNoneIsTaken() {
        String one = "multipart/form-data; boundary=A";

        assertThrows(ProblemException.class, () -> Boundary.of(List.of(one, one)));
        assertThrows(ProblemException.class, () -> Boundary.of(List.of()));
    }

    @Test
    void aBoundaryHasAtMost70Characters() {
        String longest = "x".repeat(70);

        assertEquals(longest, Boundary.of(List.of("multipart/form-data; boundary=" + longest)));
        assertThrows(
                ProblemException.class, () -> Boundary.of(List.of("multipart/form-data; boundary=" + longest + "x")));
    }
}
