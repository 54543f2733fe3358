package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.retry.Backoff;
import dev.atrium.jobs.workflow.StepPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How new users are welcomed (JB-3): how patiently the mail is tried, how many leave, and whether there
/// is a room. With the defaults a mail server may be away for half a day.
@ConfigMapping(prefix = "atrium.onboarding")
public interface OnboardingConfig {

    /// How often sending is tried before the mail is undeliverable.
    @WithDefault("50")
    @Min(1)
    @Max(1000)
    int mailMaxAttempts();

    /// Upper bound of the pause after the first failure; doubles with each further one.
    @WithDefault("5s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration mailFirstDelay();

    /// Upper bound of every pause.
    @WithDefault("30m")
    @DurationMin(millis = 1)
    @DurationMax(days = 1)
    Duration mailMaxDelay();

    /// How long one attempt may take.
    @WithDefault("30s")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 10)
    Duration mailTimeout();

    /// How many welcome mails a key may have sent in a day. An address gets one a day at most, whoever sends it.
    @WithDefault("20")
    @Min(1)
    @Max(100_000)
    int welcomesPerKey();

    /// How many welcome mails a signed-in user may have sent in a day.
    @WithDefault("500")
    @Min(1)
    @Max(100_000)
    int welcomesPerUser();

    /// Whether a new user who can sign in finds a private room with a word of welcome.
    @WithDefault("true")
    boolean welcomeRoom();

    default StepPolicy mailPolicy() {
        return new StepPolicy(mailMaxAttempts(), new Backoff(mailFirstDelay(), mailMaxDelay()), mailTimeout());
    }
}
