package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which answers of which routes were demanded and seen. `docs/routes.md` has them in its last column.
final class Proofs {

    /// How the page's line begins that tells how much was tried.
    static final String WALK = "The walk tried";

    private static final Path PAGE = Path.of(System.getProperty("atrium.root"), "docs/routes.md");

    /// What the gateway's `PolicyTableTest` demands of each route.
    private static final int EVERYWHERE = 429;

    private final Map<String, Set<Integer>> statuses = new HashMap<>();

    /// @param route method and path, with `{}` for each placeholder
    void add(String route, int status) {
        statuses.computeIfAbsent(route, _ -> new TreeSet<>()).add(status);
    }

    /// Which of these routes have not been seen to succeed, unless they are exempt; and those that are
    /// exempt in vain.
    List<String> withoutSuccess(Set<String> routes, Set<String> exempt) {
        Set<String> succeeded = statuses.entrySet().stream()
                .filter(seen -> seen.getValue().stream().anyMatch(status -> status < 400))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return Stream.concat(
                        routes.stream().filter(route -> !succeeded.contains(route) && !exempt.contains(route)),
                        exempt.stream().filter(route -> succeeded.contains(route) || !routes.contains(route)))
                .sorted()
                .toList();
    }

    /// Fails unless the page says exactly this; writes down what it should say.
    ///
    /// @param walk the line that begins with [#WALK]
    void assertInPage(String walk) throws IOException {
        String page = Files.readString(PAGE);
        String right = page.lines()
                .map(line -> line.startsWith(WALK) ? walk : corrected(line))
                .collect(Collectors.joining("\n", "", "\n"));
        Path wanted = Files.writeString(Path.of("target/routes.md"), right).toAbsolutePath();

        assertEquals(right, page, "docs/routes.md differs from what was seen; as it should be: " + wanted);
    }

    private String corrected(String line) {
        if (!line.startsWith("| `")) {
            return line;
        }
        String route = line.substring(3, line.indexOf('`', 3))
                .replace("WebSocket ", "GET ")
                .replaceAll("\\{[^}]*}", "{}");
        String seen = Stream.concat(statuses.getOrDefault(route, Set.of()).stream(), Stream.of(EVERYWHERE))
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        int last = line.lastIndexOf('|', line.length() - 2);
        return line.substring(0, last) + "| " + seen + " |";
    }
}
