package dev.atrium.media.derive.child;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/// A PDF becomes text, and then a thumbnail of its first page.
final class PdfRecipe {

    private static final long MEMORY_BYTES = 64L << 20;
    private static final long DISK_BYTES = 512L << 20;
    private static final Duration DRAWING = Duration.ofSeconds(15);

    /// So long before the child is killed it has ended: the text must not be lost to the thumbnail.
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private PdfRecipe() {}

    /// @param end when the child is killed
    static void derive(WorkDirectory work, Limits limits, Instant end) throws IOException, RefusedException {
        try (PDDocument document = Loader.loadPDF(
                work.input().toFile(), "", MemoryUsageSetting.setupMixed(MEMORY_BYTES, DISK_BYTES).streamCache)) {
            text(document, limits).writeTo(work.text());
            Duration left = Duration.between(Instant.now(), end).minus(RESERVE);
            if (left.isPositive()) {
                endWithoutThumbnailAfter(left.compareTo(DRAWING) < 0 ? left : DRAWING);
                thumbnail(document, work);
            }
        } catch (InvalidPasswordException e) {
            throw new RefusedException(Refusal.PROTECTED_PDF, e);
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(Refusal.UNREADABLE_PDF, e);
        }
    }

    private static BoundedText text(PDDocument document, Limits limits) throws IOException {
        BoundedText text = new BoundedText(limits.textBytes());
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setEndPage(limits.pages());
        try (Writer writer = text.writer()) {
            stripper.writeText(document, writer);
        } catch (BoundedText.FullException e) {
            // The rest is left out.
            return text;
        }
        return text;
    }

    /// The text is what counts: a page that cannot be drawn has no thumbnail.
    private static void thumbnail(PDDocument document, WorkDirectory work) throws IOException {
        if (document.getNumberOfPages() == 0) {
            return;
        }
        Path unfinished = Files.createTempFile(work.directory(), "page", ".png");
        try {
            ImageIO.write(firstPage(document), "png", unfinished.toFile());
            Files.move(unfinished, work.thumbnail());
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            Files.deleteIfExists(unfinished);
        }
    }

    private static BufferedImage firstPage(PDDocument document) throws IOException {
        PDRectangle page = document.getPage(0).getCropBox();
        float scale = PictureRecipe.SIDE / Math.max(1, Math.max(page.getWidth(), page.getHeight()));
        PDFRenderer renderer = new PDFRenderer(document);
        renderer.setSubsamplingAllowed(true);
        return renderer.renderImage(0, Math.min(1, scale), ImageType.RGB);
    }

    private static void endWithoutThumbnailAfter(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        Thread.ofPlatform().daemon().start(() -> {
            while (System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
