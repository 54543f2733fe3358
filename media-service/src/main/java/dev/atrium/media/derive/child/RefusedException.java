package dev.atrium.media.derive.child;

/// Ends a derivation that cannot succeed.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.reason());
        this.refusal = refusal;
    }

    RefusedException(Refusal refusal, Throwable cause) {
        super(refusal.reason(), cause);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
