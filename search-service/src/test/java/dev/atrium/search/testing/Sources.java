package dev.atrium.search.testing;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Change;
import dev.atrium.search.index.Kind;
import dev.atrium.search.index.Passage;
import dev.atrium.search.index.Source;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Things to be found.
public final class Sources {

    public static final TenantId ACME = new TenantId("acme");

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int DIMENSIONS = 384;

    private Sources() {}

    public static Source message(TenantId tenant, String room, String id, String sender) {
        return new Source(tenant, Kind.MESSAGE, id, room, new Actor(sender, "someone"), false, null, NOW, 2L);
    }

    public static Source file(TenantId tenant, @Nullable String room, String id, String owner, boolean everyone) {
        return new Source(tenant, Kind.FILE, id, room, new Actor(owner, "someone"), everyone, id + ".txt", NOW, null);
    }

    public static Change.Put put(Source source, int part, String... texts) {
        return new Change.Put(
                source, part, Arrays.stream(texts).map(Passage::ofWords).toList());
    }

    public static Change.Put put(Source source, String text, Vector vector) {
        return new Change.Put(source, 0, List.of(Passage.ofWords(text).with(vector)));
    }

    /// Some direction; the same for the same seed.
    public static Vector vector(long seed) {
        Random random = new Random(seed);
        float[] values = new float[DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Vector.towards(values);
    }
}
