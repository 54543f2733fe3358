package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.tinybase.Memory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What all sockets of a node together may hold of messages, either of those that have come in part or wait to be
/// understood, or of those that wait to leave: each socket keeps its own limit, but thousands of them would still fill
/// the memory. So that nobody can keep others from speaking, one user or key has at most a third of it, and the last
/// quarter is for short messages. In the commons keys
/// are free, and a stranger may have any number: all of them together have at most half, so that what is left to
/// organisations does not depend on them. Among themselves strangers can still hinder each other. Thread-safe.
final class MessageMemory {

    /// A message of up to so many bytes is short.
    static final int SHORT_BYTES = 65_536;

    private static final int USERS_SHARE = 3;
    private static final int SHORT_SHARE = 4;
    private static final int COMMONS_SHARE = 2;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong takenByStrangers = new AtomicLong();
    private final Map<User, Long> takenByUser = new ConcurrentHashMap<>();

    MessageMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record User(TenantId tenant, String subject) {}

    /// What comes, or leaves, on the sockets of a caller.
    Memory of(Caller caller) {
        return new Share(new User(caller.tenant(), caller.subject()));
    }

    long takenBytes() {
        return taken.get();
    }

    private final class Share implements Memory {

        private final User user;

        Share(User user) {
            this.user = user;
        }

        @Override
        public boolean take(int bytes, int before) {
            long most = before + bytes <= SHORT_BYTES ? maxBytes : maxBytes - maxBytes / SHORT_SHARE;
            long byAll = taken.addAndGet(bytes);
            long byUser = takenByUser.merge(user, (long) bytes, Long::sum);
            long byStrangers = isStranger() ? takenByStrangers.addAndGet(bytes) : 0;
            boolean fits = byAll <= most && byUser <= maxBytes / USERS_SHARE && byStrangers <= most / COMMONS_SHARE;
            if (!fits) {
                give(bytes);
            }
            return fits;
        }

        @Override
        public void give(int bytes) {
            if (isStranger()) {
                takenByStrangers.addAndGet(-bytes);
            }
            takenByUser.computeIfPresent(user, (_, sum) -> sum == bytes ? null : Long.valueOf(sum - bytes));
            taken.addAndGet(-bytes);
        }

        private boolean isStranger() {
            return user.tenant().equals(TenantId.COMMONS);
        }
    }
}
