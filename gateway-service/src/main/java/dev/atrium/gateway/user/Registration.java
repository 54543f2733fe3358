package dev.atrium.gateway.user;

import dev.atrium.gateway.tenancy.Departed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/// Makes a user of who signs in at the installation's identity provider (GW-7), and follows its name and address from
/// one sign-in to the next: such a provider need not send webhooks for that.
@ApplicationScoped
public class Registration {

    private static final String USER = "user:";

    private final ProviderUsers users;

    Registration(ProviderUsers users) {
        this.users = users;
    }

    /// Registers somebody who has just been identified, in the tenant where it belongs. In the commons, where strangers
    /// meet, nobody is registered: each would be the only one to see it.
    ///
    /// @param at when the provider said what follows
    /// @param email that the provider has verified; without one nobody is registered
    /// @param name may be empty: then the name that is known stays, and the handle is that of somebody new
    /// @throws ProblemException `forbidden` for a user whom the tenant has let go
    public Uni<Void> signsIn(Caller person, Instant at, String email, String name) {
        return person.tenant().equals(TenantId.COMMONS)
                ? Uni.createFrom().voidItem()
                : ProviderEvent.signedIn(person.subject().substring(USER.length()), at, email, name, person.handle())
                        .map(user -> register(person, user))
                        .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// Its rows are changed before they are looked at: of two who look first, and then change what the other one looks
    /// at, one would fail.
    private Uni<Void> register(Caller person, ProviderEvent.Told user) {
        return TenantTransactions.inTenant(
                person.tenant(),
                session -> users.signsIn(session, person, user).chain(() -> Departed.demandPresent(session, person)));
    }
}
