package dev.atrium.platform.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AfterCommitTest {

    private final List<String> done = new ArrayList<>();

    @Test
    void actionIsRunOnceAfterTheCommit() throws SQLException {
        Runnable wake = () -> done.add("woken");

        String result = AfterCommit.of(() -> {
            AfterCommit.run(wake);
            AfterCommit.run(wake);
            done.add("committed");
            return "result";
        });

        assertEquals("result", result);
        assertEquals(List.of("committed", "woken"), done);
    }

    @Test
    void actionIsNotRunIfTheTransactionIsUndone() {
        Runnable wake = () -> done.add("woken");

        assertThrows(
                SQLException.class,
                () -> AfterCommit.of(() -> {
                    AfterCommit.run(wake);
                    throw new SQLException("undone");
                }));

        assertEquals(List.of(), done);
    }

    @Test
    void eachTransactionHasItsOwnActions() throws SQLException {
        Runnable wake = () -> done.add("woken");

        AfterCommit.of(() -> {
            AfterCommit.run(wake);
            AfterCommit.of(() -> done.add("inner committed"));
            return done.add("outer committed");
        });

        assertEquals(List.of("inner committed", "outer committed", "woken"), done);
    }

    @Test
    void outsideOfATransactionThereIsNoCommitToWaitFor() {
        AfterCommit.run(() -> done.add("woken"));

        assertEquals(List.of(), done);
    }
}
