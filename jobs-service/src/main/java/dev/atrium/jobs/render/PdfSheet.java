package dev.atrium.jobs.render;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/// Puts lines and pictures on pages of A4, one below the other, with a number at the foot of each page.
final class PdfSheet implements AutoCloseable {

    private static final float MARGIN = 56;
    private static final float LEADING = 1.4f;
    private static final PdfText.Style FOOT = new PdfText.Style(8, false);
    private static final PDRectangle PAPER = PDRectangle.A4;

    /// Between the margins, in points.
    static final float WIDTH = PAPER.getWidth() - 2 * MARGIN;

    /// Of the highest picture, in points: two thirds of a page, so that it seldom leaves much of one empty.
    private static final float PICTURE_HEIGHT = (PAPER.getHeight() - 2 * MARGIN) * 2 / 3;

    private final PDDocument document;
    private final PdfFonts fonts;
    private final PDDocumentOutline outline = new PDDocumentOutline();
    private @Nullable PDPage page;
    private @Nullable PDPageContentStream content;
    private float y;
    private int pages;

    PdfSheet(PDDocument document, PdfFonts fonts) {
        this.document = document;
        this.fonts = fonts;
        document.getDocumentCatalog().setDocumentOutline(outline);
    }

    /// @param text [Plain]
    /// @param indent in points
    void text(String text, PdfText.Style style, float indent) throws IOException {
        for (PdfText.Line line : new PdfText(fonts, style).lines(text, WIDTH - indent)) {
            PDPageContentStream out = room(style.size() * LEADING);
            y -= style.size() * LEADING;
            float x = line.rightToLeft() ? MARGIN + WIDTH - line.width() : MARGIN + indent;
            show(out, line.glyphs(), style, x, y);
        }
    }

    /// Leaves some room, but not at the top of a page.
    void gap(float points) {
        if (y < PAPER.getHeight() - MARGIN) {
            y -= points;
        }
    }

    /// Keeps what comes next together, if it is no higher than this.
    void keep(float points) throws IOException {
        room(points);
    }

    /// Makes the place findable from the table of contents.
    void bookmark(String title) throws IOException {
        room(1);
        PDPageXYZDestination place = new PDPageXYZDestination();
        place.setPage(page);
        place.setTop((int) y);
        PDOutlineItem item = new PDOutlineItem();
        item.setTitle(title);
        item.setDestination(place);
        outline.addLast(item);
    }

    /// Three quarters of a point for each pixel, or less where that is too wide or too high.
    ///
    /// @param bytes of the picture
    void picture(byte[] bytes, Book.Picture picture) throws IOException {
        float scale = Math.min(0.75f, Math.min(WIDTH / picture.width(), PICTURE_HEIGHT / picture.height()));
        PDPageContentStream out = room(picture.height() * scale + 4);
        y -= picture.height() * scale + 4;
        PDImageXObject image = PDImageXObject.createFromByteArray(document, bytes, null);
        out.drawImage(image, MARGIN, y, picture.width() * scale, picture.height() * scale);
    }

    @Override
    public void close() throws IOException {
        room(0);
        endPage();
    }

    private PDPageContentStream room(float points) throws IOException {
        PDPageContentStream out = content;
        if (out != null && y - points >= MARGIN) {
            return out;
        }
        endPage();
        PDPage next = new PDPage(PAPER);
        document.addPage(next);
        pages++;
        page = next;
        y = PAPER.getHeight() - MARGIN;
        out = new PDPageContentStream(document, next);
        content = out;
        return out;
    }

    private void endPage() throws IOException {
        PDPageContentStream out = content;
        if (out != null) {
            for (PdfText.Line number : new PdfText(fonts, FOOT).lines(Integer.toString(pages), WIDTH)) {
                show(out, number.glyphs(), FOOT, (PAPER.getWidth() - number.width()) / 2, MARGIN / 2);
            }
            out.close();
            content = null;
        }
    }

    private static void show(
            PDPageContentStream out, List<PdfFonts.Glyph> glyphs, PdfText.Style style, float x, float y)
            throws IOException {
        if (glyphs.isEmpty()) {
            return;
        }
        out.beginText();
        out.newLineAtOffset(x, y);
        int i = 0;
        while (i < glyphs.size()) {
            PdfFonts.Glyph first = glyphs.get(i);
            if (first.drawing() == null) {
                StringBuilder run = new StringBuilder();
                for (; i < glyphs.size() && isWritten(glyphs.get(i), first.font()); i++) {
                    run.append(glyphs.get(i).text());
                }
                out.setFont(first.font(), style.size());
                out.showText(run.toString());
            } else {
                hide(out, first, style);
                i++;
            }
        }
        out.endText();
        draw(out, glyphs, style, x, y);
    }

    private static boolean isWritten(PdfFonts.Glyph glyph, PDFont font) {
        return glyph.drawing() == null && glyph.font().equals(font);
    }

    /// Writes what a drawing says, to be found and copied, but not seen.
    private static void hide(PDPageContentStream out, PdfFonts.Glyph glyph, PdfText.Style style) throws IOException {
        out.setRenderingMode(RenderingMode.NEITHER);
        out.setHorizontalScaling(100 * glyph.squeeze());
        out.setFont(glyph.font(), style.size());
        out.showText(glyph.text());
        out.setHorizontalScaling(100);
        out.setRenderingMode(RenderingMode.FILL);
    }

    private static void draw(
            PDPageContentStream out, List<PdfFonts.Glyph> glyphs, PdfText.Style style, float x, float y)
            throws IOException {
        float scale = style.size() / PdfClusters.EM;
        float at = x;
        for (PdfFonts.Glyph glyph : glyphs) {
            if (glyph.drawing() != null) {
                out.saveGraphicsState();
                out.transform(new Matrix(scale, 0, 0, scale, at, y));
                out.drawForm(glyph.drawing());
                out.restoreGraphicsState();
            }
            at += glyph.width() * style.size() / 1000;
        }
    }
}
