package dev.atrium.jobs.audit;

import dev.atrium.jobs.store.MissingObjectException;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/// Anchors as objects: one each, below their tenant, named by their time and number. So an anchor never
/// takes the place of another one, and of the same one only with the same bytes. All methods block, for
/// virtual threads.
@ApplicationScoped
public class AnchorStore {

    private static final Logger LOG = Logger.getLogger(AnchorStore.class);
    private static final String TYPE = "application/jose";
    private static final Pattern NAME = Pattern.compile("[0-9tz.-]{1,100}\\.jws");

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

    /// Some of a tenant's, the oldest first. Fewer than asked for are the last ones.
    ///
    /// @param after the name behind which they begin; empty: with the first
    /// @param most 1 to 1,000
    List<Kept> list(TenantId tenant, String after, int most) throws InterruptedException {
        ObjectKey folder = folder(tenant);
        List<Kept> kept = new ArrayList<>();
        String last = after;
        boolean more = true;
        while (more) {
            int wanted = most - kept.size();
            List<String> names = objects.names(folder, last, wanted);
            kept.addAll(read(
                    tenant, folder, names.stream().filter(AnchorStore::isName).toList()));
            more = names.size() == wanted && kept.size() < most;
            last = names.isEmpty() ? last : names.getLast();
        }
        return kept;
    }

    /// Whether an object could be an anchor by its name. Others may lie among them: a store on a file system
    /// lists objects that are only being written, under names of their own.
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private List<Kept> read(TenantId tenant, ObjectKey folder, List<String> names) throws InterruptedException {
        List<Kept> kept = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Kept>>> found = threads.invokeAll(names.stream()
                    .<Callable<Optional<Kept>>>map(name -> () -> get(tenant, folder, name))
                    .toList());
            for (Future<Optional<Kept>> one : found) {
                one.get().ifPresent(kept::add);
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

    /// Empty if it is gone since it was listed: buckets may have a rule by which old objects end.
    private Optional<Kept> get(TenantId tenant, ObjectKey folder, String name) throws InterruptedException {
        try {
            byte[] bytes = objects.get(new ObjectKey(tenant, folder.path() + "/" + name));
            return Optional.of(new Kept(name, new String(bytes, StandardCharsets.UTF_8).strip()));
        } catch (MissingObjectException e) {
            LOG.debugf("an anchor was listed and is not there: %s", name);
            return Optional.empty();
        }
    }

    private static ObjectKey folder(TenantId tenant) {
        return new ObjectKey(tenant, "audit/anchors");
    }
}
