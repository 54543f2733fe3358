package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How somebody wants to be told.
///
/// @param categories for each category, by which channels; for one that is absent, as usual
/// @param digest how often mail comes
/// @param quietHours when neither mail nor push comes: what is held is delivered afterwards. Null: never
/// @param zone of the clock by which all of that is meant, as in the time zone database
/// @param muted topics of which nothing is told at all, for example `room:<id>`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preferences(
        @JsonProperty("categories") Map<Category, Channels> categories,
        @JsonProperty("digest") Digest digest,
        @JsonProperty("quietHours") @Nullable QuietHours quietHours,
        @JsonProperty("zone") String zone,
        @JsonProperty("muted") List<String> muted) {

    /// Those of somebody who has said nothing.
    public static final Preferences USUAL = new Preferences(Map.of(), Digest.IMMEDIATELY, null, "UTC", List.of());

    private static final int MAX_MUTED = 500;
    private static final int MAX_TOPIC = 300;

    /// @throws IllegalArgumentException if a bound is broken; the message is the end of a sentence
    ///     about them
    public Preferences {
        Map<Category, Channels> all = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            all.put(category, Objects.requireNonNullElse(categories.get(category), usual(category)));
        }
        categories = Map.copyOf(all);
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'zone' must be a time zone like Europe/Berlin", e);
        }
        if (muted.size() > MAX_MUTED
                || muted.stream().anyMatch(topic -> topic.isEmpty() || topic.length() > MAX_TOPIC)) {
            throw new IllegalArgumentException(
                    "'muted' must be at most " + MAX_MUTED + " topics of 1 to " + MAX_TOPIC + " characters");
        }
        muted = List.copyOf(muted);
    }

    /// What somebody hears who did not choose: what others want of one comes by all channels, the rest
    /// in the app, and of webhooks nothing.
    private static Channels usual(Category category) {
        return switch (category) {
            case MENTION, REPLY, EXPORT, ACCESS, SYSTEM -> new Channels(true, true, true);
            case APP, MODERATION, REMINDER -> new Channels(true, false, true);
            case WORKFLOW -> new Channels(true, false, false);
            // There may be thousands a day, and the source has a log.
            case WEBHOOK -> new Channels(false, false, false);
        };
    }

    public Channels channels(Category category) {
        return Objects.requireNonNull(categories.get(category));
    }

    /// @param topic null: what cannot be muted
    public boolean isMuted(@Nullable String topic) {
        return topic != null && muted.contains(topic);
    }

    public boolean isQuiet(Instant now) {
        return quietUntil(now).isPresent();
    }

    /// When a mail leaves that tells of something that happens now.
    public Instant mailAt(Instant now) {
        Instant digested = digest.next(now, ZoneId.of(zone));
        return quietUntil(digested).orElse(digested);
    }

    /// When devices are told of something that happens now.
    public Instant pushAt(Instant now) {
        return quietUntil(now).orElse(now);
    }

    /// The same, without mail about a category.
    public Preferences withoutMail(Category category) {
        Channels present = channels(category);
        Map<Category, Channels> changed = new EnumMap<>(categories);
        changed.put(category, new Channels(present.inApp(), false, present.push()));
        return new Preferences(changed, digest, quietHours, zone, muted);
    }

    /// Their entity tag, without quotes: others have another one, and every process says the same.
    String tag() {
        String all = new TreeMap<>(categories) + " " + digest + " " + quietHours + " " + zone + " " + Json.write(muted);
        return Sha256.hex(all.getBytes(StandardCharsets.UTF_8));
    }

    /// When the quiet hours end that are now; empty if there are none now.
    public Optional<Instant> quietUntil(Instant now) {
        return quietHours == null ? Optional.empty() : quietHours.end(now, ZoneId.of(zone));
    }
}
