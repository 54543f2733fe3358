package dev.atrium.jobs.workflow;

import dev.atrium.jobs.retry.NonRetryableException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one run of an instance carries: the results that it has read or made. May be added to by several
/// steps at a time.
final class Load {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /// @param most in bytes
    Load(long most) {
        this.most = most;
    }

    /// @param json of a result; null: there is none
    /// @return the same
    /// @throws NonRetryableException if that is more than an instance may have
    @Nullable
    String with(@Nullable String json) {
        if (json != null && bytes.addAndGet(json.getBytes(StandardCharsets.UTF_8).length) > most) {
            throw new NonRetryableException("its results are larger than " + most + " bytes together");
        }
        return json;
    }
}
