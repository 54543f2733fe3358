package dev.atrium.jobs.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;

final class MarkdownRendererTest {

    private static final Set<String> OURS =
            Set.of("Document", "Heading", "Paragraph", "Text", "StrongEmphasis", "HardLineBreak", "SoftLineBreak");

    @Test
    void messagesStandUnderTheirDays() {
        ObjectNode second = Books.message(2, "bob", "Hello\nworld");
        second.put("replyTo", Books.id(0)).put("editedAt", "2026-11-28T00:05:00Z");

        String markdown =
                render(Books.of("Kitchen", List.of(Books.message(0, "alice", "First"), second), _ -> Optional.empty()));

        assertEquals("""
                # Kitchen

                Exported by alice from the room “Kitchen” as of 2026-11-27 23:58. All times are UTC.

                ## 2026-11-27

                **alice** · 23:58

                First

                ## 2026-11-28

                **bob** · 00:00 · edited

                > alice: First

                Hello\\
                world
                """, markdown);
    }

    @Test
    void textOfStrangersIsOnlyText() {
        for (String text : Nasty.all()) {
            Node document = Parser.builder().build().parse(render(Books.of("T", List.of(text))));

            Seen seen = new Seen();
            document.accept(seen);
            assertEquals(Set.of(), seen.others, text);
            assertEquals(normal(Plain.of(text)), normal(String.join(" ", seen.texts)), text);
        }
    }

    private static String normal(String text) {
        return text.replaceAll("[\\s\\u00a0\\u2028\\u2029]+", " ").strip();
    }

    private static String render(Book book) {
        return new String(Books.render(Format.MARKDOWN, book), StandardCharsets.UTF_8);
    }

    /// Which nodes a document has, and the text behind the author's line.
    private static final class Seen extends AbstractVisitor {
        private final List<String> texts = new ArrayList<>();
        private final Set<String> others = new java.util.TreeSet<>();
        private int paragraphs;

        @Override
        protected void visitChildren(Node parent) {
            String kind = parent.getClass().getSimpleName();
            if (!OURS.contains(kind)) {
                others.add(kind);
            }
            super.visitChildren(parent);
        }

        @Override
        public void visit(Paragraph paragraph) {
            paragraphs++;
            if (paragraphs > 2) {
                texts.add(" ");
            }
            visitChildren(paragraph);
        }

        @Override
        public void visit(Text text) {
            if (paragraphs > 2) {
                texts.set(texts.size() - 1, texts.getLast() + text.getLiteral());
            }
        }

        @Override
        public void visit(HardLineBreak end) {
            if (paragraphs > 2) {
                texts.add("");
            }
        }

        @Override
        public void visit(SoftLineBreak end) {
            assertTrue(paragraphs <= 2, "a line was joined to the next");
        }
    }
}
