package dev.atrium.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProcStatTest {

    @Test
    void cpuTimeCountsTheProcessAndItsEndedChildren() {
        String stat = "1234 (a (strange) name) S 1 1 1 0 -1 4194304 100 200 3 4 250 50 1000 200 20 0 30 0 12345 0 0";

        assertEquals(Duration.ofSeconds(15), ProcStat.cpu(stat));
    }

    @Test
    void sharedPagesCountOnce() {
        String rollup =
                "00400000-7ffd ---p 00000000 00:00 0    [rollup]\nRss:     4000 kB\nPss:     2500 kB\nPss_Anon:  10 kB\n";

        assertEquals(2_500 * 1_024, ProcStat.residentBytes(rollup));
    }

    @Test
    void liveBytesAreTheLastColumnOfTheTotal() throws IOException {
        String histogram = """
                1234:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         12345        1234567  [B (java.base@25)
                Total        345678       98765432
                """;

        assertEquals(98_765_432, Heap.total(histogram));
    }
}
