package dev.atrium.localstack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/// A Kafka broker and controller in this JVM.
final class KafkaServer implements Server {

    private final Path logs;
    private final Ports ports;
    private volatile @Nullable KafkaRaftServer running;

    KafkaServer(DataDirectory data, Ports ports) throws IOException {
        this.logs = logs(data.root());
        this.ports = ports;
    }

    /// One that is there is gone on with, by a newer Kafka, too, which reads what an older one wrote. Earlier versions
    /// of
    /// this program had Kafka's version in its name.
    private static Path logs(Path root) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(root, "kafka-*")) {
            Iterator<Path> found = earlier.iterator();
            return found.hasNext() ? found.next() : root.resolve("kafka");
        }
    }

    @Override
    public CompletableFuture<Integer> start() throws Exception {
        TcpPort.requireFree(ports.kafka());
        TcpPort.requireFree(ports.kafkaController());
        if (Files.notExists(logs)) {
            format();
        }
        Exit.setHaltProcedure(KafkaServer::exitInOrder);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings()), Time.SYSTEM);
        server.startup();
        running = server;
        return new CompletableFuture<>();
    }

    /// A broker that is still starting holds nothing of anybody: it ends with the process.
    @Override
    public void stop() {
        KafkaRaftServer server = running;
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /// A broker that meets a fatal fault wants the process to end at once; but this process has children to stop.
    private static void exitInOrder(int status, @Nullable String message) {
        System.exit(status);
    }

    private void format() throws Exception {
        Path fresh = logs.resolveSibling("kafka.new");
        Programs.deleteTree(fresh);
        Files.createDirectories(fresh);
        new Formatter()
                .setClusterId("AtriumLocalStack000001")
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(fresh.toString())
                .addDirectory(fresh.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
        Files.move(fresh, logs, StandardCopyOption.ATOMIC_MOVE);
    }

    private Properties settings() throws IOException {
        Properties settings = new Properties();
        settings.load(KafkaServer.class.getResourceAsStream("/kafka.properties"));
        String broker = "PLAINTEXT://127.0.0.1:" + ports.kafka();
        settings.setProperty("listeners", broker + ",CONTROLLER://127.0.0.1:" + ports.kafkaController());
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.kafkaForClients());
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + ports.kafkaController());
        settings.setProperty("log.dirs", logs.toString());
        return settings;
    }
}
