package dev.atrium.room.tinybase;

/// A text is not what the protocol allows. Only between the parts of the reader.
final class InvalidMessageException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidMessageException(String message) {
        super(message);
    }

    InvalidMessageException(Throwable cause) {
        super(cause);
    }
}
