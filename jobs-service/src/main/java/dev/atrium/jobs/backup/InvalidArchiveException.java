package dev.atrium.jobs.backup;

/// Bytes are not a backup, or not a whole one. The message says why and can be shown.
public final class InvalidArchiveException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidArchiveException(String message) {
        super(message);
    }

    public InvalidArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
