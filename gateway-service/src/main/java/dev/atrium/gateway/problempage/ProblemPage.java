package dev.atrium.gateway.problempage;

import dev.atrium.gateway.problempage.ProblemPageResource.Entry;
import java.util.List;
import java.util.stream.Collectors;

/// HTML of the problem pages. All texts are the suite's own.
final class ProblemPage {

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s · Atrium</title>
            <link rel="icon" href="/ui/icon.svg">
            <link rel="stylesheet" href="/ui/atrium.css">
            </head>
            <body class="reading">
            <header><a class="brand" href="/">Atrium</a><nav><a href="/problems">Problems</a> <a href="/ui/api/">API</a></nav></header>
            <main>
            %s
            </main>
            </body>
            </html>
            """;

    private ProblemPage() {}

    static String all(List<Entry> entries) {
        String rows = entries.stream().map(ProblemPage::row).collect(Collectors.joining("\n"));
        return FRAME.formatted("Problems", """
                <h1>Problems</h1>
                <p>Every error is answered with a problem document (RFC 9457). Its <code>type</code> is one of these.</p>
                <table>
                <thead><tr><th>Status</th><th>Type</th><th>Why</th></tr></thead>
                <tbody>
                %s
                </tbody>
                </table>""".formatted(rows));
    }

    static String one(Entry entry) {
        return FRAME.formatted(text(entry.title()), """
                <h1>%s</h1>
                <p><code>%s</code> comes with HTTP status %d.</p>
                <h2>Why</h2>
                <p>%s</p>
                <h2>What you can do</h2>
                <p>%s</p>""".formatted(
                        text(entry.title()), entry.type(), entry.status(), text(entry.cause()), text(entry.cure())));
    }

    private static String row(Entry entry) {
        return "<tr><td>%d</td><td><a href=\"%s\">%s</a></td><td>%s</td></tr>"
                .formatted(entry.status(), entry.page(), text(entry.title()), text(entry.cause()));
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("`([^`]+)`", "<code>$1</code>");
    }
}
