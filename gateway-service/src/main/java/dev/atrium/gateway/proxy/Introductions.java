package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.guest.Guests;
import dev.atrium.gateway.policy.Route;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Tells a service who its caller is (GW-5).
@ApplicationScoped
final class Introductions {

    private final InternalTokens tokens;
    private final Guests guests;

    Introductions(InternalTokens tokens, Guests guests) {
        this.tokens = tokens;
        this.guests = guests;
    }

    /// An internal token for the service of the route; empty for a guest where there are none.
    Optional<String> token(RoutingContext context, Route route) {
        Caller caller = RequestCaller.of(context);
        Optional<Caller> introduced = caller.isAnonymous() && route.access().asGuest()
                ? guests.at(ClientAddress.of(context))
                : Optional.of(caller);
        return introduced.map(one -> tokens.issue(one, route.destination().application()));
    }
}
