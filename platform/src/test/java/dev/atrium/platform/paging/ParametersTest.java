package dev.atrium.platform.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {

    @Test
    void anIdIsTakenAsItIsWritten() {
        UUID id = new UUID(1, -1);

        assertEquals(id, Parameters.id(id.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-1-1-1-1",
                "00000000-0000-0001-FFFF-FFFFFFFFFFFF",
                "00000000-0000-0001-ffff-ffffffffffff ",
                "{00000000-0000-0001-ffff-ffffffffffff}"
            })
    void anotherSpellingIsNoId(String text) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> Parameters.id(text));

        assertEquals(ProblemType.NOT_FOUND, refusal.type());
    }
}
