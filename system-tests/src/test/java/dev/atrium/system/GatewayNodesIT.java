package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Two gateways beside that of the suite, on one Redis: what somebody may do is counted together,
/// whichever is asked (GW-6). Each has another mode of tenancy than the suite (GW-8); keys that were made
/// there are the same at both.
@Order(Suite.LATE)
final class GatewayNodesIT {

    private static final int REQUESTS = 200;

    /// One of them comes back in a week.
    private static final int QUOTA = 50;

    private static final Map<String, String> LIMITS = Map.of(
            "ATRIUM_LIMITS_SCALE",
            "1",
            "ATRIUM_LIMITS_REQUESTS_PER_KEY",
            QUOTA + "/365D",
            "ATRIUM_LIMITS_REQUESTS_PER_IP",
            "unlimited",
            // None counts alone because the machine is busy.
            "ATRIUM_LIMITS_PATIENCE",
            "5S");

    private static final Suite SUITE = Suite.running();
    private static @Nullable Gateways started;

    @BeforeAll
    static void start() {
        started = new Gateways(SUITE, List.of(with("internal"), with("single")));
    }

    @AfterAll
    static void stop() {
        gateways().close();
    }

    @Test
    void twoGatewaysTogetherLetThroughWhatOneWould() throws InterruptedException, ExecutionException {
        assertEquals(Map.of(200, QUOTA, 429, REQUESTS - QUOTA), burst(Person.withNewKey(SUITE)));

        Person other = Person.withNewKey(SUITE);
        for (int i = 0; i < QUOTA; i++) {
            other.at(gateways().get(0)).get("/api/me").expect(200);
        }
        Http.Answer refused = other.at(gateways().get(1)).get("/api/me").expectProblem(429, "too-many-requests");
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        assertTrue(refused.text().contains("requests-per-key"), refused.text());
    }

    @Test
    void whoSignsInSharesATenantInTheModeInternal() {
        new TenancyModes(SUITE).assertInternal(gateways().get(0));
    }

    @Test
    void everybodyIsAloneInTheModeSingle() {
        new TenancyModes(SUITE).assertSingle(gateways().get(1));
    }

    private static Map<String, String> with(String mode) {
        Map<String, String> settings = new HashMap<>(LIMITS);
        settings.put("ATRIUM_TENANCY_MODE", mode);
        return settings;
    }

    private static Gateways gateways() {
        return Objects.requireNonNull(started);
    }

    /// So many requests at once, by turns to the one and the other.
    ///
    /// @return how many got which status
    private Map<Integer, Integer> burst(Person person) throws InterruptedException, ExecutionException {
        CountDownLatch all = new CountDownLatch(REQUESTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> clients.submit(() -> {
                        all.countDown();
                        all.await();
                        return person.at(gateways().get(i % 2)).get("/api/me").status();
                    }))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses.stream().collect(Collectors.toMap(Function.identity(), _ -> 1, Integer::sum));
        }
    }
}
