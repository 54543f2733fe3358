package dev.atrium.media.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How the object store is used, under the names that jobs-service has for the same. Where it is and with which keys:
/// `quarkus.s3.*`.
@ConfigMapping(prefix = "atrium.store")
public interface StoreConfig {

    /// The bucket that holds everything; each tenant has a prefix of its own in it.
    @WithDefault("atrium")
    String bucket();

    /// How often one call is tried before it fails, with exponential back-off from 100 ms to 2 s in between.
    @WithDefault("4")
    @Min(1)
    @Max(10)
    int attempts();

    /// After this time a call has failed, all its attempts together. Bounds how long one upload may take to reach the
    /// object store.
    @WithDefault("2M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration callTimeout();

    /// How long one attempt to read may take until the first bytes come, and how long a removal or a list may
    /// take, 20 s at most. How long bytes may go on coming is not bounded: that is the client's pace.
    @WithDefault("10S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration answerTimeout();
}
