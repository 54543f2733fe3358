package dev.atrium.jobs.notify.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How notifications leave by mail (JB-8).
@ConfigMapping(prefix = "atrium.notifications")
public interface NotificationMailConfig {

    /// Where people reach the gateway, without a slash at its end: mails lead there.
    @WithDefault("http://127.0.0.1:8080")
    @Pattern(regexp = "https?://[A-Za-z0-9.:\\[\\]-]+")
    String publicUrl();

    /// How long a mail waits at least: what is read meanwhile in the app is not mailed, and what comes
    /// meanwhile is in the same mail.
    @WithDefault("10s")
    @DurationMin(millis = 0)
    @DurationMax(hours = 1)
    Duration mailGrace();

    /// Whether mail goes to the address that the identity provider has verified of somebody, as long as
    /// that person has confirmed no other, and wants mail. Off: none is taken; those that were taken before
    /// stay.
    @WithDefault("true")
    boolean providerAddresses();

    /// How long the link is good that confirms an address.
    @WithDefault("1d")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration confirmation();

    /// How many confirmations one may ask for in a day, and how many are sent to one address, whoever
    /// asks in whichever tenant.
    @WithDefault("5")
    @Min(1)
    @Max(1000)
    int confirmationsPerDay();
}
