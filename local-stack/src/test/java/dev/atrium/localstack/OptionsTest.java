package dev.atrium.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void everythingIsStartedUnlessPartsAreNamed() {
        assertEquals(EnumSet.allOf(Part.class), Options.parse("--data", "d").parts());
        assertEquals(
                Set.of(Part.KAFKA, Part.S3),
                Options.parse("--data", "d", "--parts", "kafka,s3").parts());
    }

    @Test
    void theDataDirectoryBecomesAbsolute() {
        assertTrue(Options.parse("--data", "d").data().isAbsolute());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--data",
                "--data d --parts mongo",
                "--data d --parts ,",
                "--data d --private-ports x",
                "--data d --private-ports 80",
                "--data d --private-ports 65500",
                "--data d --colour"
            })
    void aWrongCommandLineIsRefused(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);

        assertThrows(IllegalArgumentException.class, () -> Options.parse(words));
    }
}
