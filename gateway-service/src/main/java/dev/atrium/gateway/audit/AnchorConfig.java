package dev.atrium.gateway.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How often the ends of audit trails are signed, to be kept outside of the database.
@ConfigMapping(prefix = "atrium.anchors")
public interface AnchorConfig {

    /// How old an entry of an audit trail gets at most until an anchor holds it. A trail in which
    /// nothing happens gets none.
    @WithDefault("1H")
    @DurationMin(minutes = 1)
    @DurationMax(days = 1)
    Duration every();
}
