package dev.atrium.jobs.queue;

import java.util.Locale;

/// Kinds of jobs that are limited together and do not hold up each other.
public enum JobClass {
    /// Derivation of uploaded files.
    MEDIA;

    /// As in the API, in the table and in configuration.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
