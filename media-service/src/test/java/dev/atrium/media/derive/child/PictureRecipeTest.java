package dev.atrium.media.derive.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Samples;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PictureRecipeTest {

    private static final Limits LIMITS = new Limits(50_000_000, 1, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private WorkDirectory work;

    @BeforeEach
    void workDirectory() {
        work = new WorkDirectory(directory);
    }

    @Test
    void previewHas1600PixelsOnItsLongerSide() throws Exception {
        Files.write(work.input(), Samples.png(3_400, 1_700));

        PictureRecipe.derive(work, LIMITS);

        BufferedImage preview = picture(work.preview());
        assertSize(1_600, 800, preview);
        assertTrue(new Color(preview.getRGB(100, 400)).getRed() > 200);
        assertTrue(new Color(preview.getRGB(1_500, 400)).getBlue() > 200);
        assertSize(320, 160, picture(work.thumbnail()));
    }

    @Test
    void previewIsNoLargerThanThePicture() throws Exception {
        Files.write(work.input(), Samples.picture("jpg", 321, 100));

        PictureRecipe.derive(work, LIMITS);

        assertSize(321, 100, picture(work.preview()));
        assertSize(320, 100, picture(work.thumbnail()));
    }

    @Test
    void whatIsWholeAsAThumbnailHasNoPreview() throws Exception {
        Files.write(work.input(), Samples.png(320, 320));

        PictureRecipe.derive(work, LIMITS);

        assertFalse(Files.exists(work.preview()));
        assertSize(320, 320, picture(work.thumbnail()));
    }

    @Test
    void previewIsUprightAndSaysNothingOfTheCamera() throws Exception {
        Files.write(work.input(), Samples.jpegOnItsSide(2_000, 1_000));

        PictureRecipe.derive(work, LIMITS);

        BufferedImage preview = picture(work.preview());
        assertSize(800, 1_600, preview);
        assertTrue(new Color(preview.getRGB(400, 100)).getRed() > 200, "what was left is above");
        assertTrue(new Color(preview.getRGB(400, 1_500)).getBlue() > 200, "what was right is below");
        assertSize(160, 320, picture(work.thumbnail()));
        assertFalse(
                Files.readString(work.preview(), StandardCharsets.ISO_8859_1).contains("Exif"));
    }

    @Test
    void whatIsTransparentIsWhiteInAPreviewAndStaysSoInAThumbnail() throws Exception {
        BufferedImage picture = new BufferedImage(400, 400, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 200, 400);
        graphics.dispose();
        write(picture);

        PictureRecipe.derive(work, LIMITS);

        BufferedImage preview = picture(work.preview());
        assertTrue(new Color(preview.getRGB(100, 200)).getRed() > 200);
        assertEquals(Color.WHITE, new Color(preview.getRGB(390, 200)));
        assertEquals(0, picture(work.thumbnail()).getRGB(310, 160) >>> 24);
    }

    /// Not all of its pixels are decoded.
    @Test
    void ofAVeryLargePictureThereIsAFullPreview() throws Exception {
        write(new BufferedImage(5_000, 3_000, BufferedImage.TYPE_BYTE_BINARY));

        PictureRecipe.derive(work, LIMITS);

        assertSize(1_600, 960, picture(work.preview()));
    }

    @Test
    void aLongAndNarrowPictureKeepsItsShape() throws Exception {
        write(new BufferedImage(1_000, 16_000, BufferedImage.TYPE_BYTE_BINARY));

        PictureRecipe.derive(work, LIMITS);

        assertSize(100, 1_600, picture(work.preview()));
        assertSize(20, 320, picture(work.thumbnail()));
    }

    @Test
    void previewOfNoiseIsNoLargerThanOneMayBe() throws Exception {
        BufferedImage noise = new BufferedImage(1_600, 1_600, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < noise.getHeight(); y++) {
            for (int x = 0; x < noise.getWidth(); x++) {
                noise.setRGB(x, y, random.nextInt());
            }
        }
        write(noise);

        PictureRecipe.derive(work, LIMITS);

        assertTrue(Files.size(work.preview()) < 4 << 20, Files.size(work.preview()) + " bytes");
    }

    @Test
    void pictureOfTooManyPixelsIsNotDecoded() throws IOException {
        Files.write(work.input(), Samples.pngThatClaims(10_000, 5_001));

        RefusedException refused = assertThrows(RefusedException.class, () -> PictureRecipe.derive(work, LIMITS));

        assertEquals(Refusal.TOO_MANY_PIXELS, refused.refusal());
        assertFalse(Files.exists(work.thumbnail()));
    }

    /// Outside of the heap all of its coefficients would be kept, whatever is wanted of it.
    @Test
    void largePictureInSeveralScansIsNotDecoded() throws IOException {
        for (boolean progressive : new boolean[] {true, false}) {
            Files.write(work.input(), Samples.jpegInScansThatClaims(7_071, 7_071, progressive));

            RefusedException refused = assertThrows(RefusedException.class, () -> PictureRecipe.derive(work, LIMITS));

            assertEquals(Refusal.TOO_MANY_PIXELS_IN_SCANS, refused.refusal());
        }
        assertFalse(Files.exists(work.thumbnail()));
    }

    @Test
    void progressivePictureOfUsualSizeIsDecoded() throws Exception {
        Files.write(work.input(), Samples.progressiveJpeg(3_000, 2_000));

        PictureRecipe.derive(work, LIMITS);

        assertSize(1_600, 1_067, picture(work.preview()));
    }

    private void write(BufferedImage picture) throws IOException {
        assertTrue(ImageIO.write(picture, "png", work.input().toFile()));
    }

    private static BufferedImage picture(Path path) throws IOException {
        return ImageIO.read(path.toFile());
    }

    private static void assertSize(int width, int height, BufferedImage picture) {
        assertEquals(width + " by " + height, picture.getWidth() + " by " + picture.getHeight());
    }
}
