package dev.atrium.gateway.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageRequestTest {

    @Test
    void isTheFirstPageOfFiftyByDefault() {
        assertEquals(new PageRequest(50, Optional.empty()), PageRequest.of(null, null));
    }

    @Test
    void goesOnBehindTheLastItemOfThePageBefore() {
        List<UUID> ids = List.of(Ids.next(), Ids.next(), Ids.next());

        Page<UUID> page = PageRequest.of("2", null).cut(ids, id -> id);

        assertEquals(ids.subList(0, 2), page.items());
        assertEquals(
                Optional.of(ids.get(1)), PageRequest.of("2", page.nextCursor()).after());
    }

    @Test
    void theLastPageHasNoCursor() {
        assertNull(PageRequest.of("2", null)
                .cut(List.of(Ids.next(), Ids.next()), id -> id)
                .nextCursor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "201", "1.5", "ten", "99999999999", "1 "})
    void aLimitOutOfBoundsIsInvalid(String limit) {
        assertThrows(ProblemException.class, () -> PageRequest.of(limit, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "!!!!", "AaH86dLXdraEN", "AaH8xjYBfs67O_3WQFEpEwAA"})
    void aCursorThatWeDidNotGiveIsInvalid(String cursor) {
        assertThrows(ProblemException.class, () -> PageRequest.of(null, cursor));
    }
}
