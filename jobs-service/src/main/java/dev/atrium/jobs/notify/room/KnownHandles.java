package dev.atrium.jobs.notify.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;

/// Who was seen lately in which room under which handle, so that not each message is written down for
/// that.
final class KnownHandles {

    private static final long MOST = 50_000;

    private record Place(TenantId tenant, String room, String subject) {}

    private final Cache<Place, String> seen =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /// Whether this is to be written down; it is known from then on.
    boolean isNew(TenantId tenant, String room, Actor actor) {
        return !actor.handle().equals(seen.asMap().put(new Place(tenant, room, actor.subject()), actor.handle()));
    }

    /// Knows nothing any more.
    void clear() {
        seen.invalidateAll();
    }
}
