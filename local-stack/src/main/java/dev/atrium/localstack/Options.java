package dev.atrium.localstack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// What the command line asked for.
///
/// @param data where everything is kept
/// @param ports all ports, derived from one base
/// @param parts what to start
/// @param control how standard input steers the stack
/// @param programs where PostgreSQL, Redis and Keycloak are unpacked; empty: beside the stack's own jars
public record Options(Path data, Ports ports, Set<Part> parts, Control control, Optional<Path> programs) {

    static final String USAGE = """
            usage: LocalStack --data DIR [--private-ports BASE] [--parts postgres,kafka,s3,redis,mail,keycloak]
                              [--exit-when-stdin-closes] [--keycloak-later] [--programs DIR]
                              [--kafka-advertised PORT]
              --data                    where data, keys, logs and run/suite.env are kept
              --private-ports           first of the private ports, default 20000
              --parts                   default: all of them
              --exit-when-stdin-closes  stop as soon as standard input ends
              --keycloak-later          start Keycloak only after the line "start-keycloak" on standard input
              --programs                where PostgreSQL, Redis and Keycloak are unpacked, default: beside the jars
              --kafka-advertised        where clients find Kafka, if something stands before it; default: its own port""";

    /// How standard input steers the stack.
    ///
    /// @param exitWhenStdinCloses stop when standard input ends
    /// @param keycloakLater wait for the line `start-keycloak`
    public record Control(boolean exitWhenStdinCloses, boolean keycloakLater) {}

    public Options {
        parts = Set.copyOf(parts);
    }

    /// @throws IllegalArgumentException with a message for the user
    public static Options parse(String... args) {
        Optional<Path> data = Optional.empty();
        Optional<Path> programs = Optional.empty();
        int base = Ports.DEFAULT_BASE;
        Optional<Integer> kafkaAdvertised = Optional.empty();
        Set<Part> parts = EnumSet.allOf(Part.class);
        boolean exitWhenStdinCloses = false;
        boolean keycloakLater = false;
        Iterator<String> rest = Arrays.asList(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--data" -> data = Optional.of(Path.of(value(option, rest)));
                case "--programs" -> programs = Optional.of(Path.of(value(option, rest)));
                case "--private-ports" -> base = number(option, value(option, rest));
                case "--kafka-advertised" -> kafkaAdvertised = Optional.of(number(option, value(option, rest)));
                case "--parts" -> parts = Part.parse(value(option, rest));
                case "--exit-when-stdin-closes" -> exitWhenStdinCloses = true;
                case "--keycloak-later" -> keycloakLater = true;
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        Path directory = data.orElseThrow(() -> new IllegalArgumentException("--data is missing"));
        return new Options(
                directory.toAbsolutePath().normalize(),
                new Ports(base, kafkaAdvertised),
                parts,
                new Control(exitWhenStdinCloses, keycloakLater),
                programs.map(path -> path.toAbsolutePath().normalize()));
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not '" + value + "'", e);
        }
    }
}
