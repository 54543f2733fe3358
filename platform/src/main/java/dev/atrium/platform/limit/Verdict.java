package dev.atrium.platform.limit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was decided about charges: all of them were made, or, if one of their quotas does not suffice,
/// none.
///
/// @param standings afterwards, in the order of the charges
public record Verdict(boolean allowed, List<Standing> standings) {

    public Verdict {
        standings = List.copyOf(standings);
    }

    /// Of something for which no charge is due.
    public static final Verdict FREE = new Verdict(true, List.of());

    /// What was decided about these charges and others, all of which were made.
    public Verdict and(Verdict others) {
        return new Verdict(
                allowed && others.allowed,
                Stream.concat(standings.stream(), others.standings.stream()).toList());
    }

    /// What was decided about these charges first and then about others, some of them of the same quotas.
    public Verdict then(Verdict later) {
        Set<String> told = later.standings.stream()
                .map(standing -> standing.charge().policy())
                .collect(Collectors.toSet());
        return new Verdict(
                        allowed,
                        standings.stream()
                                .filter(standing ->
                                        !told.contains(standing.charge().policy()))
                                .toList())
                .and(later);
    }

    /// The quotas that do not suffice; empty if the charges were made.
    public List<Standing> violated() {
        return standings.stream().filter(Standing::isViolated).toList();
    }

    /// Their names.
    public List<String> violatedPolicies() {
        return violated().stream().map(standing -> standing.charge().policy()).toList();
    }

    /// What to tell whose charges were refused.
    public String detail() {
        return violated().stream().map(standing -> standing.charge().limit()).collect(Collectors.joining(" "))
                + " Come again in " + retryAfter().toSeconds() + " s.";
    }

    /// In how long the charges will be allowed, if nothing else is used; zero if they were.
    public Duration retryAfter() {
        return standings.stream()
                .map(Standing::retryAfter)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
