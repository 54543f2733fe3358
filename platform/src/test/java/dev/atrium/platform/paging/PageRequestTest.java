package dev.atrium.platform.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageRequestTest {

    @Test
    void withoutParametersItIsTheFirstPage() {
        PageRequest first = PageRequest.of(null, null);

        assertEquals(Page.LIMIT_DEFAULT, first.limit());
        assertEquals(Optional.empty(), first.after(UUID::fromString));
    }

    @Test
    void theNextPageBeginsBehindTheLastItem() {
        PageRequest first = PageRequest.of("2", null);

        Page<String> page = first.cut(List.of("ä", "🙂", "c"), item -> item);
        PageRequest second = PageRequest.of("2", page.nextCursor());

        assertEquals(List.of("ä", "🙂"), page.items());
        assertEquals(Optional.of("🙂"), second.after(position -> position));
        assertEquals(3, second.limitPlusOne());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "many", "", "1.5", "99999999999999999999", " 1"})
    void aLimitThatIsNoneIsNamed(String limit) {
        assertNamed("limit", assertThrows(ProblemException.class, () -> PageRequest.of(limit, null)));
    }

    /// Not Base64, padded, with bits that no byte has, with a NUL, broken UTF-8, and nothing at all.
    @ParameterizedTest
    @ValueSource(strings = {"++", "YWI=", "YWJ", "YQBi", "_w", ""})
    void aCursorThatWasNeverGivenOutIsNamed(String cursor) {
        assertNamed("cursor", assertThrows(ProblemException.class, () -> PageRequest.of(null, cursor)));
    }

    @Test
    void aCursorOfAnotherListIsNamed() {
        PageRequest request = PageRequest.of(
                null,
                PageRequest.of("1", null).cut(List.of("a", "b"), item -> item).nextCursor());

        assertNamed("cursor", assertThrows(ProblemException.class, () -> request.after(UUID::fromString)));
        assertNamed("cursor", assertThrows(ProblemException.class, () -> request.after(Instant::parse)));
    }

    @Test
    void aNumberOutOfBoundsIsNamed() {
        assertEquals(7, Parameters.number("after", "7", 0, Long.MAX_VALUE));
        assertNamed(
                "after",
                assertThrows(ProblemException.class, () -> Parameters.number("after", "-1", 0, Long.MAX_VALUE)));
    }

    private static void assertNamed(String parameter, ProblemException refusal) {
        assertEquals(parameter, refusal.problem().errors().getFirst().parameter());
    }
}
