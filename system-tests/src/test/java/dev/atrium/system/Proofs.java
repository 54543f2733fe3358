package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which answers of which routes were demanded and seen. `docs/routes.md` has them in its last column.
final class Proofs {

    private static final Path PAGE = Path.of(System.getProperty("atrium.root"), "docs/routes.md");

    private final Map<String, Set<Integer>> statuses = new HashMap<>();

    /// @param route method and path, with `{}` for each placeholder
    void add(String route, int status) {
        statuses.computeIfAbsent(route, _ -> new TreeSet<>()).add(status);
    }

    /// Fails unless the page says exactly this; writes down what it should say.
    void assertInPage() throws IOException {
        String page = Files.readString(PAGE);
        String right = page.lines().map(this::corrected).collect(Collectors.joining("\n", "", "\n"));
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
        String seen = statuses.getOrDefault(route, Set.of()).stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
        int last = line.lastIndexOf('|', line.length() - 2);
        return line.substring(0, last) + "| " + seen + " |";
    }
}
