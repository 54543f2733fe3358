package dev.atrium.room.checkpoint;

/// A room was not read, because there is no memory for it.
public final class TooLargeToLoadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooLargeToLoadException(long sizeBytes) {
        super("there is no memory for " + sizeBytes + " bytes", null, false, false);
    }
}
