package dev.atrium.bench.workload;

import dev.atrium.bench.target.DocumentClients;
import dev.atrium.bench.target.DocumentTarget;
import dev.atrium.bench.target.RoomTarget;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A document that many have open, and one more who joins: how soon it has everything, and how many messages that costs
/// all of them. The clients are those of TinyBase's library.
public record TinyBase() implements Workload {

    private static final int CLIENTS = 50;
    private static final int ROWS = 200;
    private static final int JOINS = 10;
    /// Of the heat before a target is measured at all.
    private static final int HEAT_SHARE = 4;

    @Override
    public String name() {
        return "tinybase";
    }

    @Override
    public String title() {
        return "A document of " + ROWS + " rows of 3 cells that " + CLIENTS
                + " clients have open, and one more who joins with a row of its own; " + JOINS + " times";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "startSync of the first client p50 / max ms",
                "of the last, with all rows p50 / max ms",
                "until all have all p50 / max ms",
                "messages until then p50 / max",
                "messages in all p50 / max",
                "incomplete");
    }

    @Override
    public List<String> targets() {
        return List.of("room", "gateway", "tinybase-server");
    }

    @Override
    public void heat(Target target, Timing timing) throws IOException {
        DocumentTarget documents = documents(target);
        try (DocumentClients clients = documents.clients(CLIENTS, ROWS)) {
            heat(clients, documents, timing.heatSeconds());
        }
    }

    @Override
    public void run(Target target, Timing timing, Report report) throws IOException {
        DocumentTarget documents = documents(target);
        List<DocumentClients.Join> joins = new ArrayList<>();
        try (DocumentClients clients = documents.clients(CLIENTS, ROWS)) {
            heat(clients, documents, timing.heatSeconds() / HEAT_SHARE);
            for (int i = 0; i < JOINS; i++) {
                joins.add(clients.join(documents.document()));
            }
        }
        long incomplete = joins.stream().filter(join -> !join.isComplete()).count();
        report.row(
                target.name(),
                List.of(
                        span("%.1f", joins, DocumentClients.Join::firstMs),
                        span("%.1f", joins, DocumentClients.Join::joinMs),
                        span("%.1f", joins, DocumentClients.Join::allMs),
                        span("%.0f", joins, DocumentClients.Join::messages),
                        span("%.0f", joins, DocumentClients.Join::messagesInAll),
                        Long.toString(incomplete)));
        // The library's own server may leave somebody behind; rooms may not.
        if (incomplete > 0 && target instanceof RoomTarget) {
            report.wrong("%s, %s: %d joins were not complete".formatted(name(), target.name(), incomplete));
        }
    }

    private static void heat(DocumentClients clients, DocumentTarget documents, double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            clients.join(documents.document());
        } while (System.nanoTime() < end);
    }

    private static DocumentTarget documents(Target target) throws IOException {
        if (target instanceof DocumentTarget documents) {
            return documents;
        }
        throw new IOException(target.name() + " has no documents");
    }

    private static String span(
            String format, List<DocumentClients.Join> joins, ToDoubleFunction<DocumentClients.Join> figure) {
        double[] sorted = joins.stream().mapToDouble(figure).sorted().toArray();
        return (format + " / " + format).formatted(sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
