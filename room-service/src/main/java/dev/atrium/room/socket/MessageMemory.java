package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.tinybase.Memory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What all sockets of a node together may hold of messages, either of those that have come in part or wait to be
/// understood, or of those that wait to leave: each socket keeps its own limit, but thousands of them would still fill
/// the memory. So that nobody can keep others from speaking, one user or key, or all without credentials from one
/// address, have at most a third of it, an organisation two thirds, and the last quarter is for short messages. In the
/// commons keys are free, and a stranger may have any number: all of them together have at most half, so that what is
/// left to organisations does not depend on them. Among themselves strangers can still hinder each other. Thread-safe.
final class MessageMemory {

    /// A message of up to so many bytes is short.
    static final int SHORT_BYTES = 65_536;

    private static final int USERS_SHARE = 3;
    private static final int SHORT_SHARE = 4;
    private static final int COMMONS_SHARE = 2;
    /// What one organisation leaves to all others.
    private static final int TENANTS_REST = 3;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();
    private final Map<TenantId, Long> takenByTenant = new ConcurrentHashMap<>();
    private final Map<User, Long> takenByUser = new ConcurrentHashMap<>();

    MessageMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// @param address of those who have no subject of their own; empty for others
    private record User(TenantId tenant, String subject, String address) {}

    /// What comes, or leaves, on the sockets of a caller.
    ///
    /// @param address that the caller comes from; empty if it is not known
    Memory of(Caller caller, String address) {
        return new Share(
                caller.tenant(), new User(caller.tenant(), caller.subject(), caller.isAnonymous() ? address : ""));
    }

    /// What is no single caller's, but its organisation's.
    Memory of(TenantId tenant) {
        return new Share(tenant, null);
    }

    long takenBytes() {
        return taken.get();
    }

    private final class Share implements Memory {

        private final TenantId tenant;
        private final @Nullable User user;

        Share(TenantId tenant, @Nullable User user) {
            this.tenant = tenant;
            this.user = user;
        }

        @Override
        public boolean take(int bytes, int before) {
            long most = before + bytes <= SHORT_BYTES ? maxBytes : maxBytes - maxBytes / SHORT_SHARE;
            long byAll = taken.addAndGet(bytes);
            long byTenant = takenByTenant.merge(tenant, (long) bytes, Long::sum);
            long byUser = user == null ? 0 : takenByUser.merge(user, (long) bytes, Long::sum);
            boolean fits = byAll <= most && byTenant <= tenants(most) && byUser <= maxBytes / USERS_SHARE;
            if (!fits) {
                give(bytes);
            }
            return fits;
        }

        @Override
        public void give(int bytes) {
            if (user != null) {
                subtract(takenByUser, user, bytes);
            }
            subtract(takenByTenant, tenant, bytes);
            taken.addAndGet(-bytes);
        }

        private long tenants(long most) {
            return tenant.equals(TenantId.COMMONS) ? most / COMMONS_SHARE : most - most / TENANTS_REST;
        }
    }

    private static <K> void subtract(Map<K, Long> sums, K key, int bytes) {
        sums.computeIfPresent(key, (_, sum) -> sum == bytes ? null : Long.valueOf(sum - bytes));
    }
}
