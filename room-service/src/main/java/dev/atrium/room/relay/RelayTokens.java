package dev.atrium.room.relay;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.access.RoomAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// By which a node speaks to the others: for itself, and for those who watch through it, long after the
/// token with which they came has expired.
@ApplicationScoped
final class RelayTokens {

    private static final Logger LOG = Logger.getLogger(RelayTokens.class);
    private static final String SUBJECT = "service:room-service";
    private static final String HANDLE = "relay";

    private final @Nullable InternalTokens tokens;
    private final String audience;

    RelayTokens(
            @ConfigProperty(name = "atrium.keys") Path keys,
            @ConfigProperty(name = "quarkus.application.name") String audience) {
        Path key = keys.resolve("room.jwk");
        this.audience = audience;
        if (Files.exists(key)) {
            this.tokens = InternalTokens.signedWith(key);
        } else {
            this.tokens = null;
            LOG.warnf("this node relays no rooms: there is no signing key %s", key);
        }
    }

    /// A token for the relay itself; empty if this node has no key.
    Optional<String> own(TenantId tenant) {
        return of(new Caller(SUBJECT, tenant, HANDLE, Set.of(), Set.of("rooms:read", RoomAccess.RELAY_SCOPE), null));
    }

    /// A token for somebody who watches; empty if this node has no key.
    Optional<String> of(Caller caller) {
        InternalTokens present = tokens;
        return present == null ? Optional.empty() : Optional.of(present.issue(caller, audience));
    }
}
