package dev.atrium.gateway.session;

import dev.atrium.platform.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ends sessions because the identity provider has ended its own.
@ApplicationScoped
public class ProviderLogOuts {

    private final Owners owners;
    private final Sessions sessions;

    ProviderLogOuts(Owners owners, Sessions sessions) {
        this.owners = owners;
        this.sessions = sessions;
    }

    /// Ends the sessions that came from one session of the provider, or all of a user.
    ///
    /// @param session the provider's name of it; null: all of the user
    /// @param subject `user:<sub>`; null: whosever that session is
    public Uni<Void> end(@Nullable String session, @Nullable String subject) {
        return owners.ofProvider(session, subject).flatMap(this::end);
    }

    private Uni<Void> end(List<Owners.Owned> those) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Owners.Owned owned : those) {
            Caller user = new Caller(owned.owner().subject(), owned.owner().tenant(), "", Set.of(), Set.of());
            done = done.chain(() -> sessions.end(user, owned.session()).replaceWithVoid());
        }
        return done;
    }
}
