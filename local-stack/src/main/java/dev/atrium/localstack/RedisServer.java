package dev.atrium.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/// Redis 6.2 as a child process, with its append-only file.
final class RedisServer implements Server {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final Path directory;
    private final Path secrets;
    private final int port;
    private final Programs programs;
    private final String password;
    private final ChildProcess child;

    RedisServer(DataDirectory data, int port, Programs programs, String password) throws IOException {
        this.directory = Files.createDirectories(data.root().resolve("redis"));
        this.secrets = data.run().resolve("redis.conf");
        this.port = port;
        this.programs = programs;
        this.password = password;
        this.child = new ChildProcess(data.run().resolve("redis.pid"), data.freshLog("redis"), "TERM");
    }

    @Override
    public CompletableFuture<Integer> start() throws IOException, InterruptedException {
        child.stopLeftOver();
        TcpPort.requireFree(port);
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        if (resource == null) {
            throw new IOException("this build has no Redis for this kind of machine");
        }
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        DataDirectory.writePrivately(secrets, "requirepass " + password + "\n");
        Path program = programs.unpacked(name, into -> unpack("/" + name, into));
        return child.serve(server(program.resolve("redis-server")), this::answers, START_LIMIT);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        child.stop();
    }

    private ProcessBuilder server(Path executable) {
        return new ProcessBuilder(List.of(
                executable.toString(),
                secrets.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--maxmemory",
                "128mb",
                "--maxmemory-policy",
                "volatile-lru"));
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(TcpPort.address(port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII).equals("+OK\r\n+PONG");
        } catch (IOException e) {
            return false; // refused, or still loading
        }
    }

    private static void unpack(String resource, Path directory) throws IOException {
        try (InputStream packed = RedisServer.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("this build has no " + resource);
            }
            Path program = directory.resolve("redis-server");
            Files.copy(packed, program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
