package dev.atrium.gateway.edge;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Decides which pages may use a path.
final class CorsRules {

    private static final String ANY = "*";

    private final List<CorsConfig.Rule> rules;

    /// @throws IllegalArgumentException if a rule gives credentials to everybody
    CorsRules(Collection<CorsConfig.Rule> rules) {
        this.rules = List.copyOf(rules);
        if (rules.stream().anyMatch(rule -> rule.credentials() && rule.origins().contains(ANY))) {
            throw new IllegalArgumentException("a rule of atrium.cors with credentials must list its origins");
        }
    }

    /// @param credentials whether the page acts as the user who is signed in
    record Permission(boolean credentials) {}

    /// What a page may with a path; empty: nothing.
    Optional<Permission> of(String path, String origin) {
        List<CorsConfig.Rule> those = rules.stream()
                .filter(rule -> covers(rule, path))
                .filter(rule ->
                        rule.origins().contains(origin) || rule.origins().contains(ANY))
                .toList();
        return those.isEmpty()
                ? Optional.empty()
                : Optional.of(new Permission(those.stream().anyMatch(CorsConfig.Rule::credentials)));
    }

    /// Whether the answer depends on the page that asks.
    boolean concern(String path) {
        return rules.stream().anyMatch(rule -> covers(rule, path));
    }

    private static boolean covers(CorsConfig.Rule rule, String path) {
        return rule.paths().stream()
                .map(prefix -> prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix)
                .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
