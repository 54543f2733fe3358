package dev.atrium.jobs.outside;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/// What may be called of the addresses that users give: receivers of webhooks, push services.
@ConfigMapping(prefix = "atrium.outside")
public interface OutsideConfig {

    /// Networks of one's own that may be called although they are not public, like
    /// `10.1.0.0/16,fd00:1::/32`. Whoever may register an address reaches everything in them.
    Optional<List<Network>> allowedNetworks();

    /// The ports that may be called.
    @WithDefault("80,443,8000-9000")
    List<PortRange> ports();

    /// Whether `http:` addresses are taken, too. What is sent to them can be read and changed on its
    /// way.
    @WithDefault("false")
    boolean plainHttp();
}
