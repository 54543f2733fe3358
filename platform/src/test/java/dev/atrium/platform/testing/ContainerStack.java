package dev.atrium.platform.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// The stores of [TestStack] as containers, where a Docker engine answers (`-Dinfra=containers`). Keys and the mail
/// catcher still come from the local-stack program.
final class ContainerStack implements AutoCloseable {

    private static final String POSTGRES_IMAGE = "postgres:18-alpine";
    private static final String KAFKA_IMAGE = "apache/kafka:4.2.1";
    private static final String REDIS_IMAGE = "redis:7-alpine";
    private static final String S3_IMAGE = "minio/minio:RELEASE.2025-09-07T16-13-09Z";
    private static final int POSTGRES_PORT = 5432;
    private static final int REDIS_PORT = 6379;
    private static final int S3_PORT = 9000;

    private final List<Startable> containers = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();

    /// Starts those of the wanted parts that are stores.
    ///
    /// @param stackSettings of the local-stack program: the S3 credentials are taken from here
    /// @return the settings that replace those of the local-stack program
    Map<String, String> start(Path root, Set<String> wanted, Map<String, String> stackSettings) {
        List<Runnable> settle = new ArrayList<>();
        if (wanted.contains("postgres")) {
            settle.add(postgres(root));
        }
        if (wanted.contains("kafka")) {
            KafkaContainer kafka = add(new KafkaContainer(DockerImageName.parse(KAFKA_IMAGE)));
            settle.add(() -> settings.put("kafka.bootstrap.servers", kafka.getBootstrapServers()));
        }
        if (wanted.contains("redis")) {
            GenericContainer<?> redis =
                    add(new GenericContainer<>(DockerImageName.parse(REDIS_IMAGE)).withExposedPorts(REDIS_PORT));
            settings.put("atrium.redis.password", "");
            settle.add(() -> settings.put("atrium.redis", "redis://" + address(redis, REDIS_PORT)));
        }
        if (wanted.contains("s3")) {
            settle.add(s3(stackSettings));
        }
        Startables.deepStart(containers).join();
        settle.forEach(Runnable::run);
        return Map.copyOf(settings);
    }

    @Override
    public void close() {
        containers.forEach(Startable::stop);
    }

    private Runnable postgres(Path root) {
        GenericContainer<?> postgres = add(new GenericContainer<>(DockerImageName.parse(POSTGRES_IMAGE))
                .withExposedPorts(POSTGRES_PORT)
                .withEnv(Map.of("POSTGRES_HOST_AUTH_METHOD", "trust", "POSTGRES_DB", "atrium"))
                .withCopyFileToContainer(
                        MountableFile.forHostPath(root.resolve("local-stack/src/main/resources/bootstrap.sql")),
                        "/docker-entrypoint-initdb.d/bootstrap.sql")
                .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 2)));
        return () -> settings.put("atrium.postgres", address(postgres, POSTGRES_PORT));
    }

    private Runnable s3(Map<String, String> stackSettings) {
        String accessKey = stackSettings.getOrDefault("atrium.s3.access.key", "");
        String secretKey = stackSettings.getOrDefault("atrium.s3.secret.key", "");
        GenericContainer<?> s3 = add(new GenericContainer<>(DockerImageName.parse(S3_IMAGE))
                .withExposedPorts(S3_PORT)
                .withEnv(Map.of("MINIO_ROOT_USER", accessKey, "MINIO_ROOT_PASSWORD", secretKey))
                .withCommand("server", "/data")
                .waitingFor(Wait.forHttp("/minio/health/ready").forPort(S3_PORT)));
        return () -> {
            execute(s3, "mc", "alias", "set", "here", "http://127.0.0.1:" + S3_PORT, accessKey, secretKey);
            execute(s3, "mc", "mb", "--ignore-existing", "here/" + stackSettings.get("atrium.s3.bucket"));
            settings.put("atrium.s3.endpoint", "http://" + address(s3, S3_PORT));
        };
    }

    private <T extends Startable> T add(T container) {
        containers.add(container);
        return container;
    }

    private static String address(GenericContainer<?> container, int port) {
        return container.getHost() + ":" + container.getMappedPort(port);
    }

    private static void execute(GenericContainer<?> container, String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(command[1] + " failed: " + result.getStderr());
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
