package dev.atrium.jobs.moderation.rule;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The rules of a room, ready to look at many messages. Pure; what needs more than the message itself (repetitions,
/// reports, hooks) is left to who uses it.
public final class Inspection {

    private record Prepared(Rule rule, Function<Inspected, Optional<String>> finder) {}

    private final List<Rule> rules;
    private final List<Prepared> prepared = new ArrayList<>();

    /// @param rules that hold in the room
    public Inspection(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        for (Rule rule : rules) {
            finder(rule.check()).ifPresent(finder -> prepared.add(new Prepared(rule, finder)));
        }
    }

    /// What is found in the message itself, as long as there is time: a message at which not all rules have looked is
    /// flagged, so that somebody looks at it.
    ///
    /// @param at when it was written: rules that were made later do not look at it
    /// @param hasTime asked before each rule
    public List<Finding> find(Inspected message, Instant at, BooleanSupplier hasTime) {
        List<Finding> findings = new ArrayList<>();
        for (Prepared one : prepared) {
            if (one.rule().createdAt().isAfter(at)) {
                continue;
            }
            if (!hasTime.getAsBoolean()) {
                findings.add(Finding.of(one.rule(), Verdict.FLAG, "not looked for: the rules take too long"));
                return findings;
            }
            one.finder()
                    .apply(message)
                    .map(found -> Finding.of(one.rule(), found))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /// Those of the rules that are of one kind.
    ///
    /// @param at as in [#find]
    public <C extends Check> List<Rule> of(Class<C> kind, Instant at) {
        return rules.stream()
                .filter(rule ->
                        kind.isInstance(rule.check()) && !rule.createdAt().isAfter(at))
                .toList();
    }

    private static Optional<Function<Inspected, Optional<String>>> finder(Check check) {
        return switch (check) {
            case Check.Words words -> {
                WordFinder finder = new WordFinder(words.words());
                yield Optional.of(message -> finder.find(message.line()));
            }
            case Check.Patterns patterns -> {
                List<Pattern> compiled =
                        patterns.patterns().stream().map(SafePattern::compile).toList();
                yield Optional.of(message -> compiled.stream()
                        .filter(pattern -> pattern.matcher(message.plain()).find())
                        .findFirst()
                        .map(Pattern::pattern));
            }
            case Check.Links links -> {
                LinkFinder finder = new LinkFinder(links);
                yield Optional.of(message -> finder.find(message.line()));
            }
            case Check.Mentions mentions ->
                Optional.of(message -> message.mentions() > mentions.max()
                        ? Optional.of(message.mentions() + " people")
                        : Optional.empty());
            case Check.Repetition _, Check.Reports _, Check.Hook _ -> Optional.empty();
        };
    }
}
