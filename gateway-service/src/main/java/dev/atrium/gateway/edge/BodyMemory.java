package dev.atrium.gateway.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Memory for bodies that have come and are not answered yet: so much in all, of which no address has more than its
/// part, and no customer of an IPv6 provider, who has many addresses, more than half. Thread-safe.
final class BodyMemory {

    private final long totalBytes;
    private final long bytesOfAnAddress;
    private final @Nullable BodyMemory whole;
    private final AtomicLong held = new AtomicLong();
    private final Map<String, Long> heldBy = new ConcurrentHashMap<>();

    /// @param totalBytes what all may have together
    /// @param bytesOfAnAddress what one address may have
    BodyMemory(long totalBytes, long bytesOfAnAddress) {
        this(totalBytes, bytesOfAnAddress, null);
    }

    private BodyMemory(long totalBytes, long bytesOfAnAddress, @Nullable BodyMemory whole) {
        this.totalBytes = totalBytes;
        this.bytesOfAnAddress = bytesOfAnAddress;
        this.whole = whole;
    }

    /// Half of it, for those who shall not have the other one: what is taken there is taken here as well.
    BodyMemory half() {
        return new BodyMemory(totalBytes / 2, bytesOfAnAddress, this);
    }

    /// Takes some, if there is enough.
    ///
    /// @param address as [ClientAddress#of] says it
    /// @return whether it was taken; then it is to be given back
    boolean take(String address, long bytes) {
        String customer = ClientAddress.customer(address);
        long all = held.addAndGet(bytes);
        long own = add(address, bytes);
        long customers = customer == null ? 0 : add(customer, bytes);
        boolean enough = all <= totalBytes && own <= bytesOfAnAddress && customers <= totalBytes / 2;
        if (enough && (whole == null || whole.take(address, bytes))) {
            return true;
        }
        subtract(address, customer, bytes);
        return false;
    }

    /// Gives back what was taken, or a part of it.
    void giveBack(String address, long bytes) {
        subtract(address, ClientAddress.customer(address), bytes);
        if (whole != null) {
            whole.giveBack(address, bytes);
        }
    }

    /// How many bytes are taken.
    long held() {
        return held.get();
    }

    /// Whether nothing is remembered of anybody.
    boolean isUnused() {
        return held.get() == 0 && heldBy.isEmpty();
    }

    private long add(String who, long bytes) {
        return heldBy.merge(who, bytes, Long::sum);
    }

    private void subtract(String address, @Nullable String customer, long bytes) {
        held.addAndGet(-bytes);
        subtract(address, bytes);
        if (customer != null) {
            subtract(customer, bytes);
        }
    }

    private void subtract(String who, long bytes) {
        heldBy.computeIfPresent(who, (_, own) -> own == bytes ? null : own - bytes);
    }
}
