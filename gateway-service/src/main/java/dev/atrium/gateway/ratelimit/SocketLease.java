package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Leases;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What one socket holds of the quotas of open sockets, from its handshake on. Given back once: when the
/// handshake has failed, or when the socket that came of it is closed. Thread-safe.
public final class SocketLease {

    private static final String ATTRIBUTE = SocketLease.class.getName();

    private final Leases leases;
    private final List<Charge> charges;
    private final AtomicReference<State> state = new AtomicReference<>(State.HANDSHAKE);

    private enum State {
        HANDSHAKE,
        OPEN,
        OVER
    }

    SocketLease(Leases leases, List<Charge> charges) {
        this.leases = leases;
        this.charges = charges;
    }

    /// The lease of the socket that a request opens; empty if nothing limits it.
    public static Optional<SocketLease> of(RoutingContext handshake) {
        return Optional.ofNullable(handshake.get(ATTRIBUTE));
    }

    void putInto(RoutingContext handshake) {
        handshake.put(ATTRIBUTE, this);
    }

    /// The handshake has succeeded.
    public void opened() {
        state.compareAndSet(State.HANDSHAKE, State.OPEN);
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /// The socket is closed.
    public void closed() {
        if (state.getAndSet(State.OVER) != State.OVER) {
            leases.give(charges);
        }
    }

    /// The request is over: that of a socket has become one.
    void requestEnded() {
        if (state.compareAndSet(State.HANDSHAKE, State.OVER)) {
            leases.give(charges);
        }
    }
}
