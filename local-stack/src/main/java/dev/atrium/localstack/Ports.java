package dev.atrium.localstack;

import java.util.Optional;

/// Every private port of the suite, derived from one base so that two suites can run beside each other.
///
/// @param base between 1024 and 65000
/// @param kafkaAdvertised where clients find Kafka; empty: at its own port
public record Ports(int base, Optional<Integer> kafkaAdvertised) {

    static final int DEFAULT_BASE = 20_000;

    public Ports {
        if (base < 1024 || base > 65_000) {
            throw new IllegalArgumentException("--private-ports must be between 1024 and 65000, not " + base);
        }
    }

    public Ports(int base) {
        this(base, Optional.empty());
    }

    int room() {
        return base + 10;
    }

    int media() {
        return base + 20;
    }

    int jobs() {
        return base + 30;
    }

    int search() {
        return base + 40;
    }

    int postgres() {
        return base + 100;
    }

    int kafka() {
        return base + 110;
    }

    /// Where clients find Kafka.
    int kafkaForClients() {
        return kafkaAdvertised.orElse(kafka());
    }

    int kafkaController() {
        return base + 111;
    }

    int s3() {
        return base + 120;
    }

    int redis() {
        return base + 130;
    }

    int keycloak() {
        return base + 140;
    }

    int keycloakManagement() {
        return base + 141;
    }

    int smtp() {
        return base + 150;
    }

    int mailCatcher() {
        return base + 151;
    }
}
