package dev.atrium.jobs.onboarding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// How new users are welcomed (JB-3): how many mails leave, and whether there is a room. How patiently a
/// mail is tried is said for all of them, by the jobs of their class.
@ConfigMapping(prefix = "atrium.onboarding")
public interface OnboardingConfig {

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
}
