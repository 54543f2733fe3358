package dev.atrium.platform.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A service, or what several have in common.
///
/// @param presets what its own file sets
/// @param looseSettings that are read without a mapping, or by its file alone
record ModuleSettings(
        String name, List<Mapping> mappings, SortedMap<String, String> presets, Set<String> looseSettings) {

    private static final List<String> NAMES =
            List.of("platform", "gateway-service", "room-service", "media-service", "jobs-service", "search-service");

    private static final Pattern INJECTED = Pattern.compile("@ConfigProperty\\(\\s*name = \"(atrium\\.[a-z.-]+)\"");
    private static final Pattern REFERRED = Pattern.compile("\\$\\{(atrium\\.[a-z0-9.-]+)");

    static List<ModuleSettings> all(Path root) throws IOException {
        List<ModuleSettings> modules = new ArrayList<>();
        for (String name : NAMES) {
            modules.add(of(name, root.resolve(name).resolve("src/main")));
        }
        return modules;
    }

    private static ModuleSettings of(String name, Path main) throws IOException {
        List<Path> mappings = new ArrayList<>();
        Set<String> loose = new TreeSet<>();
        for (Path source : files(main.resolve("java"), ".java")) {
            String text = Files.readString(source);
            if (text.contains("\n@ConfigMapping(")) {
                mappings.add(source);
            }
            loose.addAll(found(INJECTED, text));
        }
        SortedMap<String, String> presets = new TreeMap<>();
        for (Path file : files(main.resolve("resources"), ".properties")) {
            presets.putAll(read(file));
            loose.addAll(found(REFERRED, Files.readString(file)));
        }
        List<Mapping> sorted = MappingReader.read(mappings).stream()
                .sorted(Comparator.comparing(Mapping::prefix))
                .toList();
        return new ModuleSettings(name, sorted, presets, loose);
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static SortedMap<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        SortedMap<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
