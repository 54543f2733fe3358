package dev.atrium.gateway.plan;

import dev.atrium.platform.usage.Meter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The plans that organisations can have. There is always one by the name `unlimited`, with no limit.
@ConfigMapping(prefix = "atrium.plans")
public interface PlansConfig {

    /// The plan of who has no other.
    @WithDefault("unlimited")
    String standard();

    /// By name: `atrium.plans.named.<name>.limits.<meter>`.
    Map<String, Named> named();

    /// One plan.
    interface Named {

        /// How much of each meter it has: of sums in a month, of levels at any time. What is not named is
        /// not limited.
        Map<Meter, Long> limits();

        /// What the payment provider calls what is sold with it: ids or lookup keys of prices. Its own
        /// name is one.
        Optional<Set<String>> prices();
    }
}
