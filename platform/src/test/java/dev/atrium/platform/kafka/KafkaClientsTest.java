package dev.atrium.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.kafka.client.runtime.KafkaRuntimeConfigProducer;
import io.quarkus.runtime.ApplicationConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KafkaClientsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "broker.example:9093",
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
            "KAFKA_REQUEST_TIMEOUT_MS", "60000");

    @Test
    void whatTheEnvironmentSaysHoldsUnlessTheClientRestsOnSomethingElse() {
        Map<String, Object> settings =
                new KafkaClients(channels()).with(Map.of("client.id", "own", "request.timeout.ms", 5_000));

        Map<String, Object> wanted = new HashMap<>(Map.of(
                "bootstrap.servers", "broker.example:9093",
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "client.id", "own",
                "request.timeout.ms", 5_000));
        assertEquals(wanted, settings);
    }

    /// Each of them wants to know how to sign in, and speaks with nobody before.
    @ParameterizedTest
    @MethodSource
    void noClientGoesAroundTheSettings(Executable client) {
        assertThrows(KafkaException.class, client);
    }

    static Stream<Named<Executable>> noClientGoesAroundTheSettings() {
        KafkaClients kafka =
                new KafkaClients(Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "SASL_SSL"));
        return Stream.of(
                Named.of("consumer", () -> kafka.consumer(Map.of()).close()),
                Named.of(
                        "producer",
                        () -> Producers.reliable(kafka, "test", Duration.ofSeconds(1))
                                .close()),
                Named.of("admin", () -> kafka.admin(Map.of()).close()));
    }

    /// As channels get it.
    private static Map<String, Object> channels() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(ENVIRONMENT, 300))
                .withMapping(ApplicationConfig.class)
                .withDefaultValue("quarkus.application.name", "some-service")
                .build();
        return new KafkaRuntimeConfigProducer()
                .createKafkaRuntimeConfig(config, config.getConfigMapping(ApplicationConfig.class));
    }
}
