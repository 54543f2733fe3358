package dev.atrium.jobs.audit;

import dev.atrium.jobs.store.ObjectKey;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.platform.audit.Anchor;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Anchors as objects: one each, below their tenant, named by their time and number. So an anchor never
/// takes the place of another one, and of the same one only with the same bytes. All methods block, for
/// virtual threads.
@ApplicationScoped
public class AnchorStore {

    private static final String TYPE = "application/jose";

    /// Sorted as the times are, and of the characters that keys may have.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd't'HH.mm.ss.SSSSSSSSS'z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// Of times whose names are sorted as they are.
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    private final ObjectStore objects;

    AnchorStore(ObjectStore objects, AnchorConfig config) {
        this.objects = objects.in(config.bucket());
    }

    /// An anchor and how its object is named among the tenant's.
    record Kept(String name, String anchor) {}

    void put(Anchor anchor, String signed) throws InterruptedException {
        String name = TIME.format(anchor.time()) + "-" + anchor.seq() + ".jws";
        // A line, so that all of them together are a file for the verifier.
        byte[] bytes = (signed + "\n").getBytes(StandardCharsets.UTF_8);
        objects.put(new ObjectKey(anchor.tenant(), folder(anchor.tenant()).path() + "/" + name), bytes, TYPE);
    }

    /// Some of a tenant's, the oldest first.
    ///
    /// @param after the name behind which they begin; empty: with the first
    /// @param most 1 to 1,000
    List<Kept> list(TenantId tenant, String after, int most) throws InterruptedException {
        ObjectKey folder = folder(tenant);
        List<String> names = objects.names(folder, after, most);
        List<Kept> kept = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Kept>> found = threads.invokeAll(names.stream()
                    .<Callable<Kept>>map(name -> () -> get(tenant, folder, name))
                    .toList());
            for (Future<Kept> one : found) {
                kept.add(one.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
        return kept;
    }

    /// How names begin that are not before this time.
    static String nameAt(Instant time) {
        return TIME.format(time.isAfter(END) ? END : time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time);
    }

    private Kept get(TenantId tenant, ObjectKey folder, String name) throws InterruptedException {
        byte[] bytes = objects.get(new ObjectKey(tenant, folder.path() + "/" + name));
        return new Kept(name, new String(bytes, StandardCharsets.UTF_8).strip());
    }

    private static ObjectKey folder(TenantId tenant) {
        return new ObjectKey(tenant, "audit/anchors");
    }
}
