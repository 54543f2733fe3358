package dev.atrium.media.derive;

/// A child JVM ended without an answer: it crashed or was killed. The message names the accident, nothing of the file.
final class ChildFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    ChildFailedException(String message) {
        super(message);
    }
}
