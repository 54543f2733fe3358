package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.tinybase.Memory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What all sockets of a node together may hold of messages that have come in part, or wait to be understood: each of
/// them keeps its own limit, but thousands of them would still fill the memory. So that nobody can keep others from
/// speaking, one user or key has at most a third of it, and the last quarter is for short messages. Thread-safe.
final class IncomingMemory {

    /// A message of up to so many bytes is short.
    static final int SHORT_BYTES = 65_536;

    private static final int USERS_SHARE = 3;
    private static final int SHORT_SHARE = 4;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();
    private final Map<User, Long> takenByUser = new ConcurrentHashMap<>();

    IncomingMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record User(TenantId tenant, String subject) {}

    /// What comes on the sockets of a caller.
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
            if (taken.addAndGet(bytes) > most) {
                taken.addAndGet(-bytes);
                return false;
            }
            if (takenByUser.merge(user, (long) bytes, Long::sum) > maxBytes / USERS_SHARE) {
                give(bytes);
                return false;
            }
            return true;
        }

        @Override
        public void give(int bytes) {
            takenByUser.computeIfPresent(user, (_, sum) -> sum == bytes ? null : Long.valueOf(sum - bytes));
            taken.addAndGet(-bytes);
        }
    }
}
