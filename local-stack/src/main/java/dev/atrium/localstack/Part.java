package dev.atrium.localstack;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The parts of the stack, named as on the command line and in the lines that [LocalStack] prints.
public enum Part {
    POSTGRES,
    KAFKA,
    S3,
    REDIS,
    MAIL,
    KEYCLOAK;

    /// @return the name in lower case
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param list names separated by commas, for example `postgres,kafka`
    /// @throws IllegalArgumentException for an unknown name or an empty list
    public static Set<Part> parse(String list) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : list.split(",", -1)) {
            parts.add(named(name.strip()));
        }
        return parts;
    }

    private static Part named(String name) {
        for (Part part : values()) {
            if (part.label().equals(name)) {
                return part;
            }
        }
        throw new IllegalArgumentException("unknown part '" + name + "', known: postgres,kafka,s3,redis,mail,keycloak");
    }
}
