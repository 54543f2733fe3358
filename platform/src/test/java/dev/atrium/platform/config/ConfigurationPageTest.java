package dev.atrium.platform.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {

    private static final Path ROOT = Path.of(System.getProperty("atrium.root"));

    /// Those that only say something of a service itself, in its own file.
    private static final Set<String> NOBODY_ELSES = Set.of("atrium.outbox.notified");

    private final List<ModuleSettings> modules = ModuleSettings.all(ROOT);

    ConfigurationPageTest() throws IOException {}

    @Test
    void documentationNamesEachSettingOfEachMapping() throws IOException {
        String right = ConfigurationPage.rendered(modules);
        Path wanted = Files.writeString(ROOT.resolve("platform/target/configuration.md"), right);

        String page = Files.readString(ROOT.resolve("docs/configuration.md"));

        assertEquals(right, page, "docs/configuration.md differs from the mappings; as it should be: " + wanted);
    }

    @Test
    void eachSettingSaysWhatItMeans() {
        assertEquals(List.of(), names(setting -> setting.meaning().isEmpty()));
    }

    @Test
    void eachNumberAndDurationHasABound() {
        assertEquals(
                List.of(),
                names(setting -> setting.isMeasured()
                        && !setting.isMany()
                        && setting.bounds().isEmpty()));
    }

    /// Where the others are, and passwords: what has no mapping is told to operators.
    @Test
    void whatHasNoMappingIsAmongTheVariablesThatOperatorsRead() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/operations.md"));
        Set<String> loose = new TreeSet<>();
        for (ModuleSettings module : modules) {
            loose.addAll(module.looseSettings());
        }
        assertFalse(loose.isEmpty(), "the sources are not where they were");
        loose.removeAll(names(_ -> true));
        loose.removeAll(NOBODY_ELSES);
        loose.removeIf(name -> page.contains("`" + Setting.variable(name) + "`"));

        assertEquals(Set.of(), loose);
    }

    private List<String> names(Predicate<Setting> which) {
        return modules.stream()
                .flatMap(module -> module.mappings().stream())
                .flatMap(mapping -> mapping.settings().stream())
                .filter(which)
                .map(Setting::name)
                .toList();
    }
}
