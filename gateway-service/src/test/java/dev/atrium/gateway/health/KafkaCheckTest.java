package dev.atrium.gateway.health;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.kafka.KafkaClients;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class KafkaCheckTest {

    @Test
    void aBrokerThatHangsOrIsAwayIsNotWaitedFor() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertUnwell("127.0.0.1:" + deaf.getLocalPort());
        }
        assertUnwell("127.0.0.1:1");
    }

    @Test
    void anAddressThatIsUnknownIsAFailureToo() {
        assertUnwell("no-such-host.invalid:9092");
    }

    private static void assertUnwell(String bootstrapServers) {
        KafkaCheck check = new KafkaCheck(new KafkaClients(Map.of("bootstrap.servers", bootstrapServers)), config());

        long from = System.nanoTime();
        assertThrows(
                CompletionException.class,
                () -> check.isWell().subscribeAsCompletionStage().join());

        assertTrue(Duration.ofNanos(System.nanoTime() - from).compareTo(Duration.ofSeconds(40)) < 0);
    }

    private static HealthConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(HealthConfig.class)
                .withDefaultValue("atrium.health.patience", "PT0.2S")
                .withDefaultValue("atrium.health.keep", "PT1S")
                .build()
                .getConfigMapping(HealthConfig.class);
    }
}
