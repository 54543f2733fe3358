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
import java.util.concurrent.Semaphore;
import org.slf4j.LoggerFactory;

/// Starts PostgreSQL, Kafka, S3, Redis, a mail catcher and Keycloak on the loopback address, without
/// Docker, and keeps them running until it is told to stop (SIGTERM, SIGINT, or the end of standard input
/// where that was asked for). What they store survives restarts and `kill -9`.
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
        LoggerFactory.getILoggerFactory(); // before threads race for it
        Stack stack = new Stack(servers(options, data, keys), LocalStack::tell);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::stop, "stop"));
        Semaphore keycloak = new Semaphore(0);
        if (options.control().exitWhenStdinCloses() || options.control().keycloakLater()) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> followStdin(options.control(), keycloak));
        }
        Thread.ofPlatform()
                .daemon()
                .name("given-up")
                .start(() -> exitUnless(stack.staysComplete().join()));
        start(options, stack, keycloak);
        new CountDownLatch(1).await(); // until a signal, or the end of standard input
    }

    /// Keycloak comes last: it takes longer than all others together, and only sign-in needs it. Where it starts on
    /// request, a failure is told and can be answered by another request.
    private static void start(Options options, Stack stack, Semaphore keycloakRequests) throws InterruptedException {
        Set<Part> first = EnumSet.copyOf(options.parts());
        boolean withKeycloak = first.remove(Part.KEYCLOAK);
        boolean onRequest = withKeycloak && options.control().keycloakLater();
        if (!first.isEmpty()) {
            exitUnless(stack.start(first).join());
        }
        if (withKeycloak && !onRequest) {
            exitUnless(stack.start(Set.of(Part.KEYCLOAK)).join());
        }
        tell("ready all");
        boolean waiting = onRequest;
        while (waiting) {
            keycloakRequests.acquire();
            waiting = !stack.start(Set.of(Part.KEYCLOAK)).join();
        }
    }

    private static void exitUnless(boolean ready) {
        if (!ready) {
            System.exit(1);
        }
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
                        case POSTGRES -> new PostgresServer(data, ports.postgres(), programs, keys.postgres());
                        case KAFKA -> new KafkaServer(data, ports);
                        case S3 -> new S3Server(data, ports.s3(), keys.s3());
                        case REDIS -> new RedisServer(data, ports.redis(), programs, keys.redisPassword());
                        case MAIL -> new MailServer(ports);
                        case KEYCLOAK -> new KeycloakServer(data, ports, programs, keys.keycloakAdminPassword());
                    });
        }
        return servers;
    }

    private static void followStdin(Options.Control control, Semaphore keycloak) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (line.equals("start-keycloak")) {
                    keycloak.release();
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            tell("failed stdin " + e.getMessage());
        }
        if (control.exitWhenStdinCloses()) {
            System.exit(0);
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
