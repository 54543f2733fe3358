package dev.atrium.gateway.signin;

import dev.atrium.gateway.edge.CrossOrigin;
import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.policy.Access;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.session.CurrentSessions;
import dev.atrium.gateway.session.SessionClaims;
import dev.atrium.gateway.session.SessionCookies;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// Knows who comes in a session, by its token or by the cookie that a browser keeps it in.
@Singleton
class SessionIdentities {

    private final CurrentSessions sessions;
    private final Admission admission;
    private final SessionCookies cookies;
    private final CrossOrigin crossOrigin;

    SessionIdentities(CurrentSessions sessions, Admission admission, SessionCookies cookies, CrossOrigin crossOrigin) {
        this.sessions = sessions;
        this.admission = admission;
        this.cookies = cookies;
        this.crossOrigin = crossOrigin;
    }

    /// The session token that a browser sends with every request.
    Optional<String> cookie(RoutingContext context) {
        return cookies.session(context.request());
    }

    /// @param chosen the organisation that the request names
    Uni<SecurityIdentity> byToken(String token, RoutingContext context, Optional<TenantId> chosen) {
        return sessions.read(token)
                .map(found -> found.orElseThrow(SessionIdentities::refusal))
                .flatMap(session -> admit(session, CurrentRoute.of(context), chosen)
                        .map(identity -> Identities.inSession(identity, session.session()))
                        .map(identity -> Identities.withEmail(identity, session.email())));
    }

    /// A cookie comes whether it is wanted or not. So one that is worth nothing any more, that cannot
    /// be checked at the moment, or that another page has sent, does not keep anybody from pages that are
    /// for everybody, such as those where one signs in again: there it is as if it were absent.
    Uni<SecurityIdentity> byCookie(String token, RoutingContext context, Optional<TenantId> chosen) {
        Uni<SecurityIdentity> identity =
                byToken(token, context, chosen).invoke(() -> crossOrigin.demandOwnPage(context));
        return CurrentRoute.of(context).access().equals(Access.everyone())
                ? identity.onFailure(failure -> isRefusal(failure) || isOutage(failure))
                        .recoverWithItem(() -> Identities.of(Anonymous.CALLER).build())
                : identity;
    }

    /// The organisation that the request names comes first, then the session's, then what the provider
    /// says. Who was removed from the session's organisation can still choose another, and sign out.
    private Uni<SecurityIdentity> admit(SessionClaims session, Route route, Optional<TenantId> chosen) {
        Caller person = session.caller();
        Uni<SecurityIdentity> identity = admission.admit(
                person,
                chosen.or(() -> Optional.ofNullable(session.organisation()).map(TenantId::new)));
        return chosen.isEmpty() && isAboutSession(route)
                ? identity.onFailure(SessionIdentities::isRefusal)
                        .recoverWithItem(() -> Identities.of(nowhere(person)).build())
                : identity;
    }

    private static Caller nowhere(Caller person) {
        return new Caller(
                person.subject(), TenantId.COMMONS, person.handle(), Set.of(), person.scopes(), person.expiresAt());
    }

    private static boolean isAboutSession(Route route) {
        String path = route.path().toString();
        return route.destination() == Destination.GATEWAY
                && (path.startsWith("/api/session") || path.equals("/api/sign-out"));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem
                && (problem.type() == ProblemType.UNAUTHENTICATED || problem.type() == ProblemType.FORBIDDEN);
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.UNAVAILABLE;
    }

    private static ProblemException refusal() {
        return new ProblemException(ProblemType.UNAUTHENTICATED, "The session has ended, or its token: get a new one.");
    }
}
