package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.session.Device;
import dev.atrium.gateway.session.SessionCookies;
import dev.atrium.gateway.session.Sessions;
import dev.atrium.gateway.user.Registration;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Gives a browser a session whose user has just signed in.
@ApplicationScoped
class Arrivals {

    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final Registration registration;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final SecurityIdentity identity;

    Arrivals(Registration registration, Sessions sessions, SessionCookies cookies, SecurityIdentity identity) {
        this.registration = registration;
        this.sessions = sessions;
        this.cookies = cookies;
        this.identity = identity;
    }

    /// The session that the browser had before, if it is still known by its token, ends: nobody would
    /// come back to it. One whose token has run out ends by itself.
    Uni<Void> arrive(SignIns.SignedIn signedIn, RoutingContext context) {
        UUID former = CurrentSession.of(identity);
        Caller before = CurrentCaller.of(identity);
        return register(signedIn)
                .chain(() -> sessions.open(signedIn.user(), Device.of(context), signedIn.session()))
                .invoke(grant -> cookies.give(context, grant))
                .chain(() -> former == null ? Uni.createFrom().voidItem() : leave(before, former));
    }

    private Uni<Void> register(SignIns.SignedIn signedIn) {
        String email = signedIn.session().email();
        return email == null
                ? Uni.createFrom().voidItem()
                : registration.signsIn(signedIn.user(), signedIn.at(), email, signedIn.name());
    }

    /// The user is in, whatever becomes of the former session, which ends by itself at the latest.
    private Uni<Void> leave(Caller before, UUID former) {
        return sessions.end(before, former)
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "the session that a browser had before goes on: user=%s error=%s",
                        before.subject(), e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
