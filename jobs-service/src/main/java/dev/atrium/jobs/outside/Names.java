package dev.atrium.jobs.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks up names in time. Whoever owns a name decides how long its look-up takes, so each has a thread
/// of its own, and there are not more than a few.
@ApplicationScoped
class Names {

    private static final int AT_ONCE = 64;

    private final Resolver resolver;
    private final Semaphore places = new Semaphore(AT_ONCE);

    @Inject
    Names() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    Names(Resolver resolver) {
        this.resolver = resolver;
    }

    /// Asks the name service.
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /// The addresses of a name, or the one that it is.
    ///
    /// @throws UnknownHostException if there are none
    /// @throws TimeoutException if that is not known in time
    List<InetAddress> addresses(String host, Duration limit)
            throws InterruptedException, UnknownHostException, TimeoutException {
        if (OutsideRules.isAddress(host)) {
            return List.of(InetAddress.ofLiteral(host));
        }
        long start = System.nanoTime();
        if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        FutureTask<List<InetAddress>> lookUp = new FutureTask<>(() -> resolveAndLeave(host));
        // A look-up blocks the thread in native code: it must not be one that carries virtual threads.
        Thread.ofPlatform().daemon().name("look-up").start(lookUp);
        try {
            return lookUp.get(limit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    private List<InetAddress> resolveAndLeave(String host) throws UnknownHostException {
        try {
            return resolver.resolve(host);
        } finally {
            places.release();
        }
    }
}
