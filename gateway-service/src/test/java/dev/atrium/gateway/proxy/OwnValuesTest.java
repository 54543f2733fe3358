package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.upstream.Directory;
import dev.atrium.gateway.upstream.Upstreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of one service behind the gateway alone.
final class OwnValuesTest {

    private static final Map<String, String> URLS = Map.of(
            "atrium.upstream.room.url", "http://rooms:1",
            "atrium.upstream.media.url", "http://media:1",
            "atrium.upstream.jobs.url", "http://jobs:1",
            "atrium.upstream.search.url", "http://search:1");

    @Test
    void whatIsNotSaidOfAServiceIsAsForAll() {
        SmallRyeConfig config = config(Map.of(
                "atrium.proxy.max-connections", "32",
                "atrium.upstream.media.connect-timeout", "1S",
                "atrium.upstream.media.idle-timeout", "20M",
                "atrium.upstream.media.max-connections", "8",
                "atrium.upstream.media.patience", "3M"));
        Upstreams upstreams = config.getConfigMapping(Upstreams.class);
        ProxyConfig all = config.getConfigMapping(ProxyConfig.class);

        assertEquals(
                new Clients.Manner(Duration.ofSeconds(2), Duration.ofMinutes(5), 32, Duration.ofSeconds(30)),
                Clients.Manner.of(upstreams.jobs(), all));
        assertEquals(
                new Clients.Manner(Duration.ofSeconds(1), Duration.ofMinutes(20), 8, Duration.ofMinutes(3)),
                Clients.Manner.of(upstreams.media(), all));
    }

    @Test
    void eachServiceHasABreakerOfItsOwnSettings() {
        SmallRyeConfig config = config(Map.of(
                "atrium.upstream.search.breaker-window", "2",
                "atrium.upstream.search.breaker-pause", "1H"));
        Upstreams upstreams = config.getConfigMapping(Upstreams.class);
        Breakers breakers = new Breakers(config.getConfigMapping(ProxyConfig.class), new SimpleMeterRegistry());
        Directory.Node search = node(upstreams.search());
        Directory.Node jobs = node(upstreams.jobs());

        for (int i = 0; i < 2; i++) {
            breakers.failed(search);
            breakers.failed(jobs);
        }

        assertFalse(breakers.admits(search));
        assertTrue(breakers.admits(jobs));
        breakers.answered(search);
        assertTrue(breakers.admits(search));
    }

    @ParameterizedTest
    @CsvSource({
        "connect-timeout, 10ms",
        "connect-timeout, 2M",
        "idle-timeout, 0.5S",
        "max-connections, 0",
        "patience, 2H",
        "breaker-pause, 1ms",
        "breaker-window, 61"
    })
    void whatIsOutOfBoundsEndsTheStart(String name, String value) {
        Map<String, String> settings = Map.of("atrium.upstream.jobs." + name, value);

        ConfigValidationException refusal = assertThrows(ConfigValidationException.class, () -> config(settings));

        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("atrium.upstream.jobs." + name), message);
    }

    private static Directory.Node node(Upstreams.Upstream service) {
        return new Directory.Node(service.url(), service, OptionalInt.empty());
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
        Map<String, String> all = new HashMap<>(URLS);
        all.putAll(settings);
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(Upstreams.class)
                .withMapping(ProxyConfig.class)
                .withValidator((BeanValidationConfigValidator) () -> validator)
                .withDefaultValues(all)
                .build();
    }
}
