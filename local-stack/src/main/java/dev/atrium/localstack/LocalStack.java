package dev.atrium.localstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Starts PostgreSQL, Kafka, S3, Redis and a mail catcher on the loopback address, without Docker, and keeps them
/// running until it is told to stop (SIGTERM, SIGINT, or the end of standard input where that was asked for). What
/// they store survives restarts and `kill -9`.
///
/// On standard output it tells, one line each: `ready PART SECONDSs`, `failed PART REASON`, `lost PART REASON` (it is
/// being restarted), `ready all`, `stopped SECONDSs`. Before the first part is ready, `run/suite.env` in the data
/// directory holds what the services must know.
///
/// Exit status: 1 when a part failed, 2 for a wrong command line, 3 when the data directory is in use.
public final class LocalStack {

    private LocalStack() {}

    /// @param args see [Options]
    public static void main(String... args) throws IOException, GeneralSecurityException, InterruptedException {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        DataDirectory data;
        try {
            data = DataDirectory.open(options.data());
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(3);
            return;
        }
        System.setProperty("atrium.stack.log", data.freshLog("stack").toString()); // read by logback.xml
        run(options, data);
    }

    private static void run(Options options, DataDirectory data)
            throws IOException, GeneralSecurityException, InterruptedException {
        Keys keys = Keys.in(data.keys());
        SuiteSettings.write(data, options.ports(), keys);
        Stack stack = new Stack(servers(options, data, keys), LocalStack::tell);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::stop, "stop"));
        if (options.control().exitWhenStdinCloses()) {
            Thread.ofPlatform().daemon().name("stdin").start(LocalStack::followStdin);
        }
        if (!stack.start(options.parts())) {
            System.exit(1);
        }
        tell("ready all");
        new CountDownLatch(1).await(); // until a signal, or the end of standard input
    }

    private static Map<Part, Server> servers(Options options, DataDirectory data, Keys keys) throws IOException {
        Ports ports = options.ports();
        Programs programs = Programs.in(options.programs(), data);
        Set<Part> parts = EnumSet.copyOf(options.parts());
        Map<Part, Server> servers = new EnumMap<>(Part.class);
        for (Part part : parts) {
            servers.put(
                    part,
                    switch (part) {
                        case POSTGRES -> new PostgresServer(data, ports.postgres(), programs);
                        case KAFKA -> new KafkaServer(data, ports);
                        case S3 -> new S3Server(data, ports.s3(), keys.s3());
                        case REDIS -> new RedisServer(data, ports.redis(), programs);
                        case MAIL -> new MailServer(ports);
                    });
        }
        return servers;
    }

    private static void followStdin() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                // only the end matters
            }
        } catch (IOException e) {
            tell("failed stdin " + e.getMessage());
        }
        System.exit(0);
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
