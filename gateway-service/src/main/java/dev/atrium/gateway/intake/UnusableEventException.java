package dev.atrium.gateway.intake;

/// The event is well-formed, but nothing can be made of it at present: it becomes a dead letter.
public final class UnusableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason for operators; without personal data
    public UnusableEventException(String reason) {
        super(reason);
    }
}
