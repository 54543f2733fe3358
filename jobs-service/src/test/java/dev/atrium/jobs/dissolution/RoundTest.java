package dev.atrium.jobs.dissolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.identity.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private final TreeSet<Integer> left = new TreeSet<>();
    private final List<Integer> looked = new ArrayList<>();
    private final Round<Integer> round = new Round<>(0);

    @Test
    void eachPartGoesOnBehindTheOneBefore() throws SQLException {
        IntStream.rangeClosed(1, 5).forEach(left::add);

        assertEquals(List.of(2, 2, 1, 0), List.of(next(ACME), next(ACME), next(ACME), next(ACME)));

        assertEquals(List.of(0, 2, 4, 5, 0), looked);
    }

    @Test
    void whatWasUndoneIsDoneInTheEnd() throws SQLException {
        IntStream.rangeClosed(1, 4).forEach(left::add);
        next(ACME);
        left.add(1);

        assertEquals(List.of(2, 1, 0), List.of(next(ACME), next(ACME), next(ACME)));
    }

    @Test
    void afterAFailureItBeginsAnew() throws SQLException {
        IntStream.rangeClosed(1, 3).forEach(left::add);
        next(ACME);
        assertThrows(
                SQLException.class,
                () -> round.next(ACME, _ -> {
                    throw new SQLException("away");
                }));
        looked.clear();

        next(ACME);

        assertEquals(List.of(0), looked);
    }

    @Test
    void tenantsHaveRoundsOfTheirOwn() throws SQLException {
        IntStream.rangeClosed(1, 4).forEach(left::add);
        next(ACME);
        next(GLOBEX);

        assertEquals(List.of(0, 0), looked);
    }

    private int next(TenantId tenant) throws SQLException {
        return round.next(tenant, id -> {
            looked.add(id);
            List<Integer> some = left.tailSet(id, false).stream().limit(2).toList();
            some.forEach(left::remove);
            return some;
        });
    }
}
