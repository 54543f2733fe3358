package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.session.Device;
import dev.atrium.gateway.session.SessionCookies;
import dev.atrium.gateway.session.Sessions;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// Gives a browser a session whose user has just signed in.
@ApplicationScoped
class Arrivals {

    private final Sessions sessions;
    private final SessionCookies cookies;
    private final SecurityIdentity identity;

    Arrivals(Sessions sessions, SessionCookies cookies, SecurityIdentity identity) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.identity = identity;
    }

    /// The session that the browser had before, if it is still known by its token, ends: nobody would
    /// come back to it. One whose token has run out ends by itself.
    Uni<Void> arrive(SignIns.SignedIn signedIn, RoutingContext context) {
        UUID former = CurrentSession.of(identity);
        Caller before = CurrentCaller.of(identity);
        return sessions.open(signedIn.user(), Device.of(context), signedIn.session())
                .invoke(grant -> cookies.give(context, grant))
                .chain(() -> former == null
                        ? Uni.createFrom().voidItem()
                        : sessions.end(before, former).replaceWithVoid());
    }
}
