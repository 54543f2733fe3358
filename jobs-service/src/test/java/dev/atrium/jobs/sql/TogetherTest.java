package dev.atrium.jobs.sql;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TogetherTest {

    private static final int OTHERS = 250;

    private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstIsUnderWay = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @Test
    void whoIsAloneGoesAtOnce() throws SQLException {
        Together<Integer, Integer> together = new Together<>(this::doubled);

        assertEquals(2, together.call(1));
        assertEquals(4, together.call(2));

        assertEquals(List.of(List.of(1), List.of(2)), transactions);
    }

    @Test
    void whoComesDuringATransactionGoesWithAllOthersThatDo() throws Exception {
        Together<Integer, Integer> together = new Together<>(items -> {
            holdTheFirst(items);
            return doubled(items);
        });

        List<Future<Integer>> results = beside(together);

        for (int i = 0; i <= OTHERS; i++) {
            assertEquals(2 * i, results.get(i).get());
        }
        assertEquals(
                List.of(1, 100, 100, 50), transactions.stream().map(List::size).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "40P01", "55P03"})
    void whoIsToBlameFailsAlone(String state) throws Exception {
        Together<Integer, Integer> together = new Together<>(items -> {
            holdTheFirst(items);
            if (items.contains(7)) {
                throw new SQLException("seven", state);
            }
            return doubled(items);
        });

        List<Future<Integer>> results = beside(together);

        for (int i = 0; i <= OTHERS; i++) {
            if (i == 7) {
                SQLException failure = assertInstanceOf(
                        SQLException.class,
                        assertThrows(ExecutionException.class, results.get(i)::get)
                                .getCause());
                assertEquals(state, failure.getSQLState());
            } else {
                assertEquals(2 * i, results.get(i).get());
            }
        }
    }

    @Test
    void allFailTogetherWhileTheDatabaseIsAway() throws Exception {
        Together<Integer, Integer> together = new Together<>(items -> {
            holdTheFirst(items);
            transactions.add(items);
            throw new SQLException("away", "08006");
        });

        List<Future<Integer>> results = beside(together);

        for (Future<Integer> result : results) {
            assertThrows(ExecutionException.class, result::get);
        }
        assertEquals(4, transactions.size());
    }

    @Test
    void requestIsRefusedWhereTooManyWait() throws Exception {
        Together<Integer, Integer> together = new Together<>(items -> {
            holdTheFirst(items);
            return doubled(items);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> together.request(0));
            firstIsUnderWay.await();
            for (int i = 1; i <= 1_000; i++) {
                int item = i;
                threads.execute(() -> assertDoesNotThrow(() -> together.request(item)));
            }
            await().until(() -> together.waiting() == 1_000);

            ProblemException refusal = assertThrows(ProblemException.class, () -> together.request(1));

            assertEquals(ProblemType.UNAVAILABLE, refusal.type());
            firstMayEnd.countDown();
            assertEquals(0, first.get());
        }
        assertEquals(2, together.request(1));
    }

    /// One that is under way, and others that come meanwhile.
    private List<Future<Integer>> beside(Together<Integer, Integer> together) throws InterruptedException {
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            results.add(threads.submit(() -> together.call(0)));
            firstIsUnderWay.await();
            for (int i = 1; i <= OTHERS; i++) {
                int item = i;
                results.add(threads.submit(() -> together.call(item)));
            }
            await().until(() -> together.waiting() == OTHERS);
            firstMayEnd.countDown();
        }
        return results;
    }

    private void holdTheFirst(List<Integer> items) {
        if (items.equals(List.of(0))) {
            firstIsUnderWay.countDown();
            await().until(() -> firstMayEnd.getCount() == 0);
        }
    }

    private List<Integer> doubled(List<Integer> items) {
        transactions.add(items);
        return items.stream().map(item -> 2 * item).toList();
    }
}
