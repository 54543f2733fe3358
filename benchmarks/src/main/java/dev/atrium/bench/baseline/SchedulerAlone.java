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

    /// `added N` or `backlog N`; answers with nanoseconds. What says nothing only looks whether somebody is here.
    private void answer(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        if (line != null) {
            String[] words = line.split(" ");
            long nanos = run(Integer.parseInt(words[1]), words[0].equals("backlog"));
            socket.getOutputStream().write((nanos + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private long run(int count, boolean backlog) {
        int run = runs++;
        long from = System.nanoTime();
        if (backlog) {
            scheduler.pause();
            add(run, count);
            from = System.nanoTime();
            scheduler.resume();
            scheduler.triggerCheckForDueExecutions();
        } else {
            add(run, count);
        }
        done.acquireUninterruptibly(count);
        return System.nanoTime() - from;
    }

    private void add(int run, int count) {
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
