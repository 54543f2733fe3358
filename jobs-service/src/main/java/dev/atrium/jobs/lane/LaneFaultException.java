package dev.atrium.jobs.lane;

/// A run ended in a way that its work did not foresee, for example because the database was away.
final class LaneFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaneFaultException(String execution, Exception cause) {
        super("execution " + execution + " comes again: " + cause.getMessage(), cause);
    }
}
