package dev.atrium.search.index.lucene;

import dev.atrium.search.index.IndexConfig;
import dev.atrium.search.index.Room;
import dev.atrium.search.index.SearchIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.AlreadyClosedException;
import org.jboss.logging.Logger;

/// [SearchIndex] on a directory of this machine. One process at a time can have it open.
///
/// What was applied is findable after the refresh interval and durable after the commit interval. A directory that
/// is damaged is moved aside for some days and begun anew; one of another schema or model is deleted.
public final class LuceneIndex implements SearchIndex {

    /// Raised whenever documents are written differently: the index is then built anew.
    static final int SCHEMA = 4;

    private static final Logger LOG = Logger.getLogger(LuceneIndex.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Path path;
    private final String format;
    private final IndexConfig config;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread upkeep =
            Thread.ofPlatform().name("index-upkeep").daemon().unstarted(this::keepUp);
    private volatile OpenIndex open;
    private long lastCommit = System.nanoTime();
    private Duration pauseOfUpkeep = Duration.ZERO;

    /// After a failure, how long to wait from then.
    private Duration pauseOfOpening = Duration.ZERO;

    private long lastOpening = System.nanoTime();

    /// Whether it was told that a damaged index cannot be deleted.
    private boolean toldOfDamaged;

    private LuceneIndex(Path path, String format, IndexConfig config) throws IOException {
        this.path = path;
        this.format = format;
        this.config = config;
        this.open = OpenIndex.at(path, format);
    }

    /// Opens or creates the index.
    ///
    /// @param model name of the embedder whose vectors it holds
    /// @throws IOException if the directory cannot be used, for example because another process has it open
    public static LuceneIndex open(Path path, String model, IndexConfig config) throws IOException {
        LuceneIndex index = new LuceneIndex(path, SCHEMA + " " + model, config);
        index.upkeep.start();
        return index;
    }

    @Override
    public synchronized Feed feed() throws IOException {
        if (!open.isOpen()) {
            openAgain();
        }
        return open;
    }

    /// All files are looked at, so this is not tried all the time.
    private void openAgain() throws IOException {
        if (System.nanoTime() - lastOpening < pauseOfOpening.toNanos()) {
            throw new IOException("the index could not be opened; it is not tried again yet");
        }
        try {
            open.close();
            open = OpenIndex.at(path, format);
            pauseOfOpening = Duration.ZERO;
            LOG.warn("the index was opened again from its last commit; what came after is read again");
        } catch (IOException | RuntimeException e) {
            pauseOfOpening = longer(pauseOfOpening);
            LOG.errorf(e, "the index cannot be opened; next try in %s", pauseOfOpening);
            throw e;
        } finally {
            lastOpening = System.nanoTime();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(FIRST_PAUSE) < 0
                ? FIRST_PAUSE
                : doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    static IOException notOpen(AlreadyClosedException e) {
        return new IOException("the index is not open", e);
    }

    @Override
    public Collection<Room> rooms() throws IOException {
        try {
            return open.remembered(Schema.rooms(), Schema::room);
        } catch (AlreadyClosedException e) {
            throw notOpen(e);
        }
    }

    @Override
    public View view() throws IOException {
        try {
            return new LuceneView(open.searchers());
        } catch (AlreadyClosedException e) {
            throw notOpen(e);
        }
    }

    /// How many passages there are, and things remembered of rooms.
    public int size() {
        return open.passages();
    }

    /// How many passages await a vector.
    public double awaiting() {
        try {
            return open.awaiting();
        } catch (AlreadyClosedException | IOException _) {
            return Double.NaN;
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            if (!upkeep.join(CLOSE_TIMEOUT)) {
                LOG.warn("a commit of the index takes long; closing it all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.close();
    }

    private void keepUp() {
        try {
            Duration pause = config.refresh();
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = refreshAndCommit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A failure here loses nothing: the changes stay in memory for the next try, or Lucene gives the index up and
    /// [#feed] opens it again.
    ///
    /// @return when to come again
    private Duration refreshAndCommit() {
        try {
            open.refresh();
            if (System.nanoTime() - lastCommit >= config.commit().toNanos()) {
                open.commit();
                lastCommit = System.nanoTime();
                forgetDamaged();
            }
            pauseOfUpkeep = Duration.ZERO;
            return config.refresh();
        } catch (IOException | RuntimeException e) {
            pauseOfUpkeep = longer(pauseOfUpkeep);
            LOG.errorf(e, "the index cannot be refreshed or committed; next try in %s", pauseOfUpkeep);
            return pauseOfUpkeep;
        }
    }

    /// What cannot be deleted is no fault of the index that is open; it is told once, and tried again.
    private void forgetDamaged() {
        try {
            IndexDirectory.forgetDamaged(path);
            toldOfDamaged = false;
        } catch (IOException e) {
            if (!toldOfDamaged) {
                LOG.warnf(e, "a damaged index, kept beside %s, cannot be deleted; it is tried again", path);
                toldOfDamaged = true;
            }
        }
    }
}
