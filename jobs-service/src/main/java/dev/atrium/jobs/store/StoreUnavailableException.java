package dev.atrium.jobs.store;

import org.jspecify.annotations.Nullable;

/// The object store did not do what was asked; it may do it later.
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(@Nullable Throwable cause) {
        super("the object store does not answer", cause);
    }
}
