package dev.atrium.localstack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL 18 as a child process, durable (fsync on), with the suite's database, roles and schemas.
final class PostgresServer implements Server {

    private static final String VERSION = "18";
    private static final Duration START_LIMIT = Duration.ofMinutes(3); // also recovery after a kill on a busy machine
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";
    private static final int NO_SUCH_PROCESS = 99_999_999; // above every system's highest process id

    private final Path cluster;
    private final int port;
    private final Programs programs;
    private final Keys.PostgresPasswords passwords;
    private final ChildProcess child;

    PostgresServer(DataDirectory data, int port, Programs programs, Keys.PostgresPasswords passwords)
            throws IOException {
        this.cluster = data.root().resolve("postgres");
        this.port = port;
        this.programs = programs;
        this.passwords = passwords;
        this.child = new ChildProcess(data.run().resolve("postgres.pid"), data.freshLog("postgres"), "INT");
    }

    @Override
    public CompletableFuture<Integer> start() throws IOException, InterruptedException, SQLException {
        child.stopLeftOver();
        stopUnrecorded();
        TcpPort.requireFree(port);
        Path program = programs.unpacked("postgresql-" + VERSION, PostgresServer::unpack);
        if (Files.notExists(cluster)) {
            createCluster(program);
        }
        requireOurVersion();
        CompletableFuture<Integer> lost = child.serve(server(program), this::answers, START_LIMIT);
        Bootstrap.run(this::connect, passwords.suite());
        requirePasswords();
        return lost;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        child.stop();
    }

    /// @throws SQLException also while the server starts
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?connectTimeout=5",
                "postgres",
                passwords.superuser());
    }

    /// Clusters of earlier versions trusted everybody on the machine.
    private void requirePasswords() throws IOException, SQLException {
        Path access = cluster.resolve("pg_hba.conf");
        if (Files.readString(access).equals(ACCESS)) {
            return;
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("alter role postgres password '" + passwords.superuser() + "'");
            DataDirectory.writePrivately(access, ACCESS);
            statement.execute("select pg_reload_conf()");
        }
    }

    private void createCluster(Path program) throws IOException, InterruptedException {
        Path fresh = cluster.resolveSibling("postgres.new");
        Programs.deleteTree(fresh);
        List<String> command = command(program, "initdb");
        command.addAll(List.of("-D", fresh.toString(), "-U", "postgres", "-E", "UTF8"));
        command.addAll(List.of(
                "-A", "scram-sha-256", "--pwfile", passwords.superuserFile().toString()));
        command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        child.run(new ProcessBuilder(command));
        Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireOurVersion() throws IOException {
        String found = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!found.equals(VERSION)) {
            throw new IOException("%s was written by PostgreSQL %s, this is %s: dump and restore, or move it away"
                    .formatted(cluster, found, VERSION));
        }
    }

    private ProcessBuilder server(Path program) {
        List<String> command = command(program, "postgres");
        command.addAll(List.of("-D", cluster.toString(), "-p", Integer.toString(port)));
        setting(command, "listen_addresses=127.0.0.1");
        setting(command, "unix_socket_directories=");
        setting(command, "max_connections=200");
        setting(command, "fsync=on");
        setting(command, "synchronous_commit=on");
        return new ProcessBuilder(command);
    }

    private static void setting(List<String> command, String setting) {
        command.add("-c");
        command.add(setting);
    }

    /// PostgreSQL refuses to run as root; in a user namespace of its own, root is nobody.
    private static List<String> command(Path program, String name) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root") && isLinux()) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.resolve("bin").resolve(name).toString());
        return command;
    }

    private boolean answers() throws IOException {
        Path state = cluster.resolve("postmaster.pid");
        if (Files.notExists(state)) {
            return false;
        }
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false; // refused, or "the database system is starting up"
        }
    }

    /// The server's own lock file also names a server whose launcher was killed before it could record it. PostgreSQL
    /// trusts the process id in it blindly, so an id that now belongs to another process or a zombie is taken out;
    /// the rest of the file, by which it finds sessions that still use the data, stays.
    private void stopUnrecorded() throws IOException, InterruptedException {
        Path file = cluster.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,10}")) {
            return;
        }
        Optional<ProcessHandle> named = ProcessHandle.of(Long.parseLong(lines.getFirst()));
        Optional<ProcessHandle> server = named.filter(ChildProcess::runs)
                .filter(found -> found.info().commandLine().orElse("").contains("postgres -D " + cluster + " "));
        if (server.isPresent()) {
            child.end(server.get());
        } else if (named.isPresent()) {
            lines.set(0, Integer.toString(NO_SUCH_PROCESS));
            Files.write(file, lines);
        }
    }

    private static void unpack(Path directory) throws IOException, InterruptedException {
        String system = isLinux() ? "linux" : "darwin";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String resource = "/postgres-" + system + "-" + machine + ".txz";
        try (InputStream packed = PostgresServer.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("this build has no PostgreSQL for " + system + " " + machine);
            }
            Programs.untar(new XZInputStream(new BufferedInputStream(packed)), directory, 0);
        }
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }
}
