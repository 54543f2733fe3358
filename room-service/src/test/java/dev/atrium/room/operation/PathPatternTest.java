package dev.atrium.room.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "a,a,true",
        "a,b,false",
        "a,a/b,false",
        "a/*,a/b,true",
        "a/*,a,false",
        "a/*,a/b/c,false",
        "a/*/c,a/b/c,true",
        "a/**,a/b,true",
        "a/**,a/b/c/d,true",
        "a/**,a,false",
        "**,a/b,true",
        "*/b,a/b,true",
        "A,a,false",
    })
    void aPatternMatchesBySegments(String pattern, String path, boolean matches) {
        assertEquals(matches, PathPattern.of(pattern).matches(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "a\u0000", "a\nb", "\ud800", "**/a"})
    void whatIsNoPatternIsRefused(String pattern) {
        assertTrue(PathPattern.fault(pattern).isPresent());
    }

    @Test
    void aPathHasAtMost200Characters() {
        assertEquals(Optional.empty(), ObjectPath.fault("\ud83d\ude00".repeat(200)));
        assertTrue(ObjectPath.fault("x".repeat(201)).isPresent());
    }

    @Test
    void aPathLiesInItsPrefixes() {
        assertEquals(
                List.of("a", "a/bc", "a/bc/d"), ObjectPath.prefixes("a/bc/d").toList());
        assertEquals(List.of("a"), ObjectPath.prefixes("a").toList());
    }

    @Test
    void theOrderIsThatOfCodePoints() {
        List<String> ordered = List.of("", "a", "a/b", "ab", "b", "\uffee", "\ud83d\ude00", "\ud83d\ude00a");

        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertEquals(
                        Integer.signum(Integer.compare(i, j)),
                        Integer.signum(ObjectPath.ORDER.compare(ordered.get(i), ordered.get(j))));
            }
        }
    }
}
