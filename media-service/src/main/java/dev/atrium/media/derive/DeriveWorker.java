package dev.atrium.media.derive;

import dev.atrium.media.derive.child.DeriveProgram;
import dev.atrium.media.derive.child.Limits;
import dev.atrium.media.derive.child.Recipe;
import dev.atrium.media.derive.child.Refusal;
import dev.atrium.media.derive.child.WorkDirectory;
import dev.atrium.media.file.StoredFile;
import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.ObjectStore;
import dev.atrium.platform.fairness.Places;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Gets the bytes of a file, lets a child derive from them in a directory of its own, and puts
/// what it made into the store. What a child leaves behind is treated like anything else that comes from
/// strangers.
///
/// Plain blocking calls, for virtual threads.
@ApplicationScoped
public class DeriveWorker {

    private static final Logger LOG = Logger.getLogger(DeriveWorker.class);

    /// Far more than a PNG of 320 by 320 pixels can have.
    private static final long THUMBNAIL_BYTES = 2L << 20;

    /// More than a JPEG of 1,600 by 1,600 pixels has, also if it is nothing but noise.
    private static final long PREVIEW_BYTES = 4L << 20;

    private final ObjectStore store;
    private final Path directory;
    private final ChildJvm child;
    private final Duration timeLimit;
    private final Limits limits;
    private final Places children;
    private final Duration patience;
    private final Timer timer;

    DeriveWorker(ObjectStore store, DeriveConfig config, MeterRegistry metrics) {
        this.store = store;
        this.directory = config.directory().toAbsolutePath();
        this.timeLimit = config.timeLimit();
        this.child = new ChildJvm(ClassPath.ofChild(), config.memory().asLongValue(), timeLimit);
        this.limits = new Limits(
                config.pixels(), config.pages(), Math.toIntExact(config.text().asLongValue()));
        this.children = new Places(config.children());
        this.patience = config.patience();
        this.timer = metrics.timer("atrium.media.derivation");
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (Files.exists(directory)) {
            deleteTree(directory);
        }
        Files.createDirectories(directory);
    }

    /// Derives what can be derived. May be called any number of times for the same file: until it is reset, the results
    /// lie under the same keys.
    ///
    /// @throws ProblemException `unavailable` if the store does not answer or all children are busy
    Outcome derive(StoredFile file) throws IOException, InterruptedException {
        Timer.Sample sample = Timer.start();
        try {
            return deriveInTurn(file);
        } finally {
            sample.stop(timer);
        }
    }

    private Outcome deriveInTurn(StoredFile file) throws IOException, InterruptedException {
        Optional<Recipe> recipe = Recipe.forType(file.content().type());
        if (recipe.isEmpty()) {
            return Outcome.Derived.NOTHING;
        }
        String whose = whose(file);
        if (!children.take(whose, patience)) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "All workers are busy; try again later.");
        }
        try {
            return derive(file, recipe.get());
        } finally {
            children.leave(whose);
        }
    }

    /// Organisations share the children; those who belong to none have nothing in common.
    private static String whose(StoredFile file) {
        String tenant = file.tenant().value();
        return file.tenant().equals(TenantId.COMMONS)
                ? tenant + " " + file.info().owner().subject()
                : tenant;
    }

    private Outcome derive(StoredFile file, Recipe recipe) throws IOException, InterruptedException {
        WorkDirectory work = new WorkDirectory(Files.createTempDirectory(directory, "work"));
        try {
            store.fetch(file.contentKey(), work.input()).await().indefinitely();
            child.run(DeriveProgram.class, work.directory(), arguments(recipe, work));
            return Files.exists(work.refusal(), LinkOption.NOFOLLOW_LINKS) ? refused(work) : keep(file, work);
        } catch (ChildFailedException e) {
            return new Outcome.BrokeDown(String.valueOf(e.getMessage()), e.blame());
        } finally {
            discard(work.directory());
        }
    }

    /// What became of the file counts, whatever becomes of the directory.
    private static void discard(Path directory) {
        try {
            deleteTree(directory);
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "what a child has left behind stays until the next start");
        }
    }

    private List<String> arguments(Recipe recipe, WorkDirectory work) {
        long end = Instant.now().plus(timeLimit).toEpochMilli();
        List<String> arguments =
                new ArrayList<>(List.of(recipe.name(), work.directory().toString(), Long.toString(end)));
        arguments.addAll(limits.toArguments());
        return arguments;
    }

    private static Outcome refused(WorkDirectory work) throws IOException, ChildFailedException {
        String name = new String(read(work.refusal(), 100), StandardCharsets.UTF_8);
        for (Refusal refusal : Refusal.values()) {
            if (refusal.name().equals(name)) {
                return new Outcome.Refused(refusal);
            }
        }
        throw new ChildFailedException("refused for no known reason");
    }

    private Outcome keep(StoredFile file, WorkDirectory work) throws IOException, ChildFailedException {
        byte @Nullable [] thumbnail = readIfPresent(work.thumbnail(), THUMBNAIL_BYTES);
        byte @Nullable [] preview = readIfPresent(work.preview(), PREVIEW_BYTES);
        byte @Nullable [] text = readIfPresent(work.text(), limits.textBytes());
        StoredFile.Results coming = file.coming();
        put(coming.thumbnail(), work.thumbnail(), thumbnail, "image/png");
        put(coming.preview(), work.preview(), preview, "image/jpeg");
        put(coming.text(), work.text(), text, "text/plain; charset=utf-8");
        return new Outcome.Derived(
                new StoredFile.Derived(length(thumbnail), length(preview), length(text)),
                text == null ? "" : new String(text, StandardCharsets.UTF_8));
    }

    private static @Nullable Long length(byte @Nullable [] bytes) {
        return bytes == null ? null : (long) bytes.length;
    }

    private void put(ObjectKey key, Path file, byte @Nullable [] bytes, String type) {
        if (bytes != null) {
            store.put(key, file, Sha256.hex(bytes), type).await().indefinitely();
        }
    }

    private static byte @Nullable [] readIfPresent(Path file, long maxBytes) throws IOException, ChildFailedException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? read(file, maxBytes) : null;
    }

    private static byte[] read(Path file, long maxBytes) throws IOException, ChildFailedException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > maxBytes) {
            throw new ChildFailedException("left behind what it was not asked for");
        }
        return Files.readAllBytes(file);
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
