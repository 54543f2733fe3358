package dev.atrium.gateway.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Invitations into organisations (GW-7).
@ConfigMapping(prefix = "atrium.invitation")
public interface InvitationConfig {

    /// How long an invitation can be accepted after it was sent.
    @WithDefault("7D")
    @DurationMin(hours = 1)
    @DurationMax(days = 90)
    Duration lifetime();

    /// What the mail leads to; the token is appended. Behind a `#` it stays out of the logs of servers.
    @WithDefault("http://127.0.0.1:${atrium.port:8080}/#invitation=")
    @Pattern(regexp = "https?://\\S+")
    String link();

    /// Whose verified address must be the one that was invited: of those who have one (`if-verified`),
    /// everybody's, or nobody's.
    @WithDefault("if-verified")
    MatchEmail matchEmail();

    /// How many invitations of an organisation may be open at a time.
    @WithDefault("200")
    @Min(1)
    @Max(100_000)
    int openMax();

    /// How often one invitation may be sent.
    @WithDefault("5")
    @Min(1)
    @Max(100)
    int sendsMax();

    /// How long it takes until an invitation may be sent once more.
    @WithDefault("1M")
    @DurationMax(days = 1)
    Duration pause();

    /// Whose address must be the one that was invited.
    enum MatchEmail {
        /// Whoever's provider has verified an address. Whoever's has not needs the token alone.
        IF_VERIFIED,
        /// Everybody's: without a verified address nobody accepts.
        ALWAYS,
        /// Nobody's: the token is enough.
        NEVER
    }
}
