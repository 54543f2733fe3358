package dev.atrium.jobs.store;

/// An object is not there, or is not what was stored: to ask again does not help.
public final class MissingObjectException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public MissingObjectException(String message) {
        super(message);
    }

    MissingObjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
