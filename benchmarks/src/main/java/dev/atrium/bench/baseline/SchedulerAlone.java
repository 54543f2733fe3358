package dev.atrium.bench.baseline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/// What db-scheduler can do at most where nothing is promised but that each job is done: no record of it that outlives
/// it, no turns, no deadline, no events. A job inserts one row.
public final class SchedulerAlone {

    private static final int THREADS = 16;
    private static final int ADDERS = 16;
    private static final int BACKLOG = 50;

    private static final String TABLES = """
            create table if not exists bench_execution (
                task_name text not null, task_instance text not null, task_data bytea,
                execution_time timestamptz not null, picked boolean not null, picked_by text,
                last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                last_heartbeat timestamptz, version bigint not null, priority smallint,
                primary key (task_name, task_instance));
            create index if not exists bench_execution_time on bench_execution (execution_time);
            create index if not exists bench_last_heartbeat on bench_execution (last_heartbeat);
            create table if not exists bench_effect (id text primary key, at timestamptz not null default now())""";

    private final DataSource dataSource;
    private final Scheduler scheduler;
    private final OneTimeTask<Void> task;
    private final Semaphore done = new Semaphore(0);
    private int runs;

    private SchedulerAlone(DataSource dataSource) {
        this.dataSource = dataSource;
        this.task = Tasks.oneTime("job", Void.class).execute((instance, _) -> work(instance.getId()));
        this.scheduler = Scheduler.create(dataSource, task)
                .tableName("bench_execution")
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .threads(THREADS)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 1.0)
                .enableImmediateExecution()
                .build();
    }

    /// @param arguments the port on the loopback address, and the database's address
    public static void main(String... arguments) throws IOException, SQLException {
        AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(connections -> connections
                        .maxSize(THREADS)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(arguments[1]))));
        try (Connection connection = pool.getConnection();
                Statement tables = connection.createStatement()) {
            tables.execute(TABLES);
        }
        new SchedulerAlone(pool).serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws IOException {
        scheduler.start();
        try (ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            while (!Thread.currentThread().isInterrupted()) {
                try (Socket socket = server.accept()) {
                    answer(socket);
                }
            }
        }
    }

    /// A line with what is to be done and with how many jobs: `add` and do them, `fill` the backlog with
    /// them, or `resume`, which does those of the backlog. Answers with nanoseconds. What says nothing only
    /// looks whether somebody is here.
    private void answer(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        if (line != null) {
            String[] words = line.split(" ");
            int count = Integer.parseInt(words[1]);
            long from = System.nanoTime();
            switch (words[0]) {
                case "add" -> {
                    add(count);
                    done.acquireUninterruptibly(count);
                }
                case "fill" -> {
                    scheduler.pause();
                    add(count);
                }
                case "resume" -> {
                    scheduler.resume();
                    scheduler.triggerCheckForDueExecutions();
                    done.acquireUninterruptibly(count);
                }
                default -> throw new IOException("unknown command " + line);
            }
            socket.getOutputStream().write((System.nanoTime() - from + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void add(int count) {
        int run = runs++;
        try (ExecutorService adders = Executors.newFixedThreadPool(ADDERS)) {
            for (int i = 0; i < count; i++) {
                String id = run + "-" + i;
                adders.execute(() -> scheduler.schedule(task.instance(id), Instant.now()));
            }
        }
    }

    private void work(String id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into bench_effect (id) values (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        done.release();
    }
}
