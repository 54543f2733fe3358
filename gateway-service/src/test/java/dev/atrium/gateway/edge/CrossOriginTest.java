package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrossOriginTest {

    private record Rule(Set<String> paths, Set<String> origins, boolean credentials) implements CorsConfig.Rule {}

    /// An empty value is an absent header.
    @ParameterizedTest
    @CsvSource({
        "same-origin, ,                        true",
        "none,        ,                        true",
        "same-site,   ,                        false",
        "cross-site,  ,                        false",
        "cross-site,  https://atrium.example,  false",
        "same-origin, https://evil.example,    true",
        ",            https://atrium.example,  true",
        ",            http://atrium.example:81, false",
        ",            https://evil.example,    false",
        ",            null,                    false",
        ",            ,                        false",
    })
    void fetchMetadataDecidesAndTheOriginWhereThereIsNone(String site, String origin, boolean own) {
        assertEquals(own, CrossOrigin.isOwn(site, origin, "atrium.example"));
    }

    @Test
    void rulesHoldForWholeSegmentsBelowTheirPaths() {
        CorsRules rules = new CorsRules(List.of(
                new Rule(Set.of("/api/rooms/"), Set.of("*"), false),
                new Rule(Set.of("/api"), Set.of("https://app.example"), true)));

        assertEquals(Optional.of(false), credentials(rules, "/api/rooms", "https://other.example"));
        assertEquals(Optional.of(false), credentials(rules, "/api/rooms/7", "null"));
        assertEquals(Optional.empty(), credentials(rules, "/api/roomsy", "https://other.example"));
        assertEquals(Optional.of(true), credentials(rules, "/api/rooms/7", "https://app.example"));
        assertEquals(Optional.of(true), credentials(rules, "/api/keys", "https://app.example"));
        assertEquals(Optional.empty(), credentials(rules, "/", "https://app.example"));
    }

    @Test
    void everybodyNeverGetsCredentials() {
        List<CorsConfig.Rule> rules = List.of(new Rule(Set.of("/api"), Set.of("*"), true));

        assertThrows(IllegalArgumentException.class, () -> new CorsRules(rules));
    }

    private static Optional<Boolean> credentials(CorsRules rules, String path, String origin) {
        return rules.of(path, origin).map(CorsRules.Permission::credentials);
    }
}
