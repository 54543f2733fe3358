package dev.atrium.gateway.organisation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Organisations (GW-7).
@ConfigMapping(prefix = "atrium.organisation")
public interface OrganisationConfig {

    /// How long a gateway believes what it has read about a membership: the time after which a member
    /// who was removed at another gateway is refused here. At most a second.
    @WithDefault("0.9S")
    @DurationMax(seconds = 1)
    Duration believe();

    /// How long it believes that while the database does not answer: the time for which a gateway that alone
    /// cannot reach the database takes somebody for a member who was removed. 0: no longer.
    @WithDefault("1M")
    @DurationMin(seconds = 0)
    @DurationMax(minutes = 10)
    Duration believeWithoutDatabase();

    /// How many organisations one person may own.
    @WithDefault("20")
    @Min(1)
    @Max(10_000)
    int ownedMax();

    /// How many members an organisation may have.
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int membersMax();
}
