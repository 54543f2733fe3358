package dev.atrium.jobs.render;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// CommonMark in which text of strangers stays text: it makes no heading, link, picture or HTML.
final class MarkdownRenderer implements Renderer {

    /// Everywhere in a line.
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>&|~$]");

    /// At the beginning of a line, where these would make a heading, a list or a line under one.
    private static final Pattern BLOCK = Pattern.compile("^([#+\\-=:]|\\d{1,9}(?=[.)]))");

    private static final Pattern INDENT = Pattern.compile("^[ \\t]+");

    @Override
    public void render(Book book, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write("# " + text(Plain.line(book.title().text())) + "\n\n");
        writer.write(text(Labels.imprint(book.title())) + "\n");
        Page page = new Page(writer);
        Entries.forEach(book, page::add);
        writer.flush();
    }

    private static final class Page {
        private final Writer writer;
        private @Nullable LocalDate day;

        Page(Writer writer) {
            this.writer = writer;
        }

        void add(Entry entry) throws IOException {
            if (!entry.day().equals(day)) {
                day = entry.day();
                writer.write("\n## " + text(day.toString()) + "\n");
            }
            writer.write("\n**" + text(entry.author()) + "** · " + entry.time() + (entry.edited() ? " · edited" : "")
                    + "\n\n");
            Entry.Quote answers = entry.answers();
            if (answers != null) {
                writer.write("> " + text(answers.author() + ": " + answers.text()) + "\n\n");
            }
            writer.write(entry.removed() != null ? "*" + entry.removed() + "*\n" : paragraphs(entry.text()));
            Entry.Attached file = entry.attached();
            if (file != null) {
                writer.write("\n" + text("📎 " + file.name() + " (" + file.type() + ")") + "\n");
            }
            if (!entry.reactions().isEmpty()) {
                writer.write("\n" + text(String.join(" · ", entry.reactions())) + "\n");
            }
        }
    }

    /// Lines stay lines, and empty ones divide paragraphs.
    private static String paragraphs(String text) {
        StringBuilder markdown = new StringBuilder(text.length() + 16);
        String[] lines = text.strip().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean goesOn = i + 1 < lines.length && !lines[i].isBlank() && !lines[i + 1].isBlank();
            markdown.append(lines[i].isBlank() ? "" : text(lines[i])).append(goesOn ? "\\\n" : "\n");
        }
        return markdown.toString();
    }

    /// One line of text as Markdown.
    private static String text(String line) {
        String indent = INDENT.matcher(line.stripTrailing())
                .replaceAll(match -> "\u00a0".repeat(match.group().length()));
        String escaped = SPECIAL.matcher(indent).replaceAll("\\\\$0");
        return BLOCK.matcher(escaped).replaceAll(match -> block(match.group()));
    }

    /// A backslash before a digit means nothing: the number is separated from its dot instead.
    private static String block(String begin) {
        return Character.isDigit(begin.charAt(0)) ? begin + "\\\\" : "\\\\" + begin;
    }
}
