package dev.atrium.localstack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keycloak as a child process of low priority, with the realm `atrium`: alice of the organisation
/// acme, bob of globex and olga, an administrator of operators (their passwords are their names), the
/// browser client `atrium-web` (PKCE) and `atrium-cli` (password grant). What is changed in the realm
/// later stays.
final class KeycloakServer implements Server {

    private static final Logger LOG = LoggerFactory.getLogger(KeycloakServer.class);
    private static final String NAME = "keycloak-26.7.3";
    private static final String ARCHIVE = "keycloak-quarkus-dist-26.7.3.tar.gz";
    private static final List<String> REDIRECTS =
            List.of("http://127.0.0.1:*", "http://localhost:*", "https://127.0.0.1:*", "https://localhost:*");
    private static final Duration START_LIMIT = Duration.ofMinutes(10); // the first start on a busy machine

    private final Path directory;
    private final Ports ports;
    private final Programs programs;
    private final KeycloakAdmin admin;
    private final ChildProcess child;

    KeycloakServer(DataDirectory data, Ports ports, Programs programs, String adminPassword) throws IOException {
        this.directory = data.privateDirectory("keycloak");
        this.ports = ports;
        this.programs = programs;
        this.admin = new KeycloakAdmin("http://127.0.0.1:" + ports.keycloak(), adminPassword);
        this.child = new ChildProcess(data.run().resolve("keycloak.pid"), data.freshLog("keycloak"), "TERM");
    }

    /// One start at a time on the same unpacked program: its first one changes the program, and all import from there.
    @Override
    public CompletableFuture<Integer> start() throws IOException, InterruptedException {
        child.stopLeftOver();
        TcpPort.requireFree(ports.keycloak());
        TcpPort.requireFree(ports.keycloakManagement());
        Path lockFile = programs.directory().resolve("keycloak.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            Path program = programs.unpacked(NAME, this::unpack);
            Path imports = Files.createDirectories(program.resolve("data/import"));
            Files.writeString(imports.resolve("realm-atrium.json"), realm());
            CompletableFuture<Integer> lost = child.serve(server(program), admin::answers, START_LIMIT);
            keepMailPort();
            keepRedirects();
            return lost;
        }
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        child.stop();
    }

    private ProcessBuilder server(Path program) {
        ProcessBuilder server = new ProcessBuilder(List.of(
                "nice",
                "-n",
                "10",
                program.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.keycloak(),
                "--http-management-port=" + ports.keycloakManagement(),
                "--hostname=http://127.0.0.1:" + ports.keycloak(),
                "--health-enabled=true",
                "--import-realm",
                "--cache=local",
                "--db=dev-file",
                "--db-url=jdbc:h2:file:" + directory.resolve("h2/keycloak")
                        + ";NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE"));
        server.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS",
                        "-Xms64m -Xmx400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k"
                                + " -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        admin.password()));
        return server;
    }

    /// The realm is imported once, with the mail port of that time; this follows when the port changes later.
    private void keepMailPort() throws IOException, InterruptedException {
        Path imported = directory.resolve("mail-port");
        String port = Integer.toString(ports.smtp());
        if (!Files.exists(imported) || !Files.readString(imported).equals(port)) {
            admin.useMailPort(port);
            DataDirectory.writePrivately(imported, port);
        }
    }

    /// A realm that was imported by an earlier version let nobody come back from signing in to the port for TLS. Where
    /// that cannot be mended, as with another password of the administrator, the rest works all the same.
    private void keepRedirects() throws InterruptedException {
        Path done = directory.resolve("redirects");
        if (!Files.exists(done)) {
            try {
                admin.allowRedirects("atrium-web", REDIRECTS);
                DataDirectory.writePrivately(done, String.join("\n", REDIRECTS));
            } catch (IOException e) {
                LOG.warn("nobody comes back from signing in to the port for TLS: {}", e.getMessage());
            }
        }
    }

    private String realm() throws IOException {
        try (InputStream realm = KeycloakServer.class.getResourceAsStream("/realm-atrium.json")) {
            String template = new String(Objects.requireNonNull(realm).readAllBytes(), StandardCharsets.UTF_8);
            return template.replace("${mailPort}", Integer.toString(ports.smtp()));
        }
    }

    private void unpack(Path into) throws IOException, InterruptedException {
        Path own = programs.directory().resolve(ARCHIVE);
        Path archive =
                Files.exists(own) ? own : Programs.besideTheJars("keycloak").resolve(ARCHIVE);
        if (Files.notExists(archive)) {
            throw new IOException("not fetched yet: ./mvnw -pl local-stack dependency:copy@keycloak");
        }
        try (InputStream packed = Files.newInputStream(archive)) {
            Programs.untar(new GZIPInputStream(new BufferedInputStream(packed)), into, 1);
        }
    }
}
