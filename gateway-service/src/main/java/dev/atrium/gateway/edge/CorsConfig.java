package dev.atrium.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;

/// Which pages of other origins may use which routes (GW-13). By default none may use any.
@ConfigMapping(prefix = "atrium.cors")
public interface CorsConfig {

    /// Rules by names that are chosen freely; what any of them allows is allowed.
    Map<String, Rule> rules();

    /// How long browsers believe what they were told.
    @WithDefault("10M")
    @DurationMax(days = 1)
    Duration maxAge();

    /// What some origins may.
    interface Rule {

        /// Beginnings of paths, whole segments: `/api/rooms` stands for all below it too.
        Set<String> paths();

        /// Origins as browsers send them, `https://host[:port]`, or `*` for all.
        Set<String> origins();

        /// Whether their pages act as the user who is signed in; `*` may not.
        @WithDefault("false")
        boolean credentials();
    }
}
