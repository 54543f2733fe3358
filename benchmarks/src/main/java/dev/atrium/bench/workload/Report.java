package dev.atrium.bench.workload;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The figures as Markdown tables, each row as soon as it is known.
public final class Report {

    private record Best(double messages, double deliveries) {}

    private final PrintStream out;
    private final Map<String, List<Best>> best = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    public Report(PrintStream out) {
        this.out = out;
    }

    /// Begins a table.
    public void table(String title, List<String> columns) {
        out.println();
        out.println("### " + title);
        out.println();
        out.println("| target | " + String.join(" | ", columns) + " |");
        out.println("|---".repeat(columns.size() + 1) + "|");
        out.flush();
    }

    /// A row of the table.
    public void row(String target, List<String> cells) {
        out.println("| " + target + " | " + String.join(" | ", cells) + " |");
        out.flush();
    }

    /// A remark between the rows would end the table: it is a row too.
    public void skipped(String target, String reason) {
        row(target, List.of("skipped: " + reason.lines().findFirst().orElse("")));
    }

    /// Something that must not be: it makes the whole run fail.
    public void wrong(String what) {
        wrong.add(what);
    }

    /// What was delivered twice, in the wrong order, or in the wrong room.
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// The last table.
    public void summary() {
        if (!best.isEmpty()) {
            table(
                    "The highest rate that passed: median of the rounds, and their span",
                    List.of("messages/s", "lowest to highest", "deliveries/s", "rounds"));
            best.forEach((target, rounds) -> row(target, summary(rounds)));
        }
        out.println();
        wrong.forEach(what -> out.println("WRONG: " + what));
        out.println(wrong.isEmpty() ? "Everything that was delivered came once, in order, and where it belongs." : "");
        out.flush();
    }

    void best(String workload, String target, double messages, double deliveries) {
        best.computeIfAbsent(workload + ": " + target, _ -> new ArrayList<>()).add(new Best(messages, deliveries));
    }

    private static List<String> summary(List<Best> rounds) {
        List<Best> sorted = rounds.stream()
                .sorted(java.util.Comparator.comparingDouble(Best::messages))
                .toList();
        Best median = sorted.get(sorted.size() / 2);
        return List.of(
                "%,.0f".formatted(median.messages()),
                "%,.0f to %,.0f"
                        .formatted(
                                sorted.getFirst().messages(), sorted.getLast().messages()),
                "%,.0f".formatted(median.deliveries()),
                Integer.toString(rounds.size()));
    }
}
