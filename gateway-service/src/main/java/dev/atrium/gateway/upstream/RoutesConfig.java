package dev.atrium.gateway.upstream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;

/// [Services of one's own behind the gateway](gateway-service.md#your-own-services-behind-the-gateway), beside those of
/// the suite.
@ConfigMapping(prefix = "atrium.routes")
public interface RoutesConfig {

    /// By names that are chosen freely: small letters, digits and hyphens. A name is the audience of the tokens
    /// that the service gets.
    @WithParentName
    Map<String, OwnRoute> all();

    /// One service.
    interface OwnRoute extends Upstreams.Upstream {

        /// Which requests it answers: `/api/shop`, and all below it. Not what the suite answers itself, nor another
        /// service.
        String prefix();

        /// Who may ask it at least: everybody, who signed in (also by a key), who did in an organisation, or its
        /// administrators in person.
        @WithDefault("signed-in")
        Who access();

        /// How many bytes a request may carry; with `GET` and `DELETE` at most `1M`. Where it may be more, bodies
        /// pass through as they come; others are read first.
        @WithDefault("1M")
        MemorySize maxBody();

        /// Whether it has WebSockets.
        @WithDefault("false")
        boolean sockets();
    }

    /// Who may ask.
    enum Who {
        ANONYMOUS,
        SIGNED_IN,
        MEMBER,
        ADMIN
    }
}
