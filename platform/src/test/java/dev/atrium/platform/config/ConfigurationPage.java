package dev.atrium.platform.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/configuration.md`.
final class ConfigurationPage {

    private static final String BEGINNING = """
            # Configuration

            Every setting of the services that has a default, or must be given, with its bounds. This page is made from the interfaces
            that the services read them by. Which of them one chooses, and where the other parts are (PostgreSQL, Kafka, Redis, S3), is
            in [operations](operations.md#settings-of-the-services).

            A setting is given as an environment variable, or as `-D<name>=<value>` for the JVM, where the name is that of its table, a
            dot, and its own: `ATRIUM_ROOM_SOCKET_PER_ROOM=500` and `-Datrium.room.socket.per-room=500` are the same. Where a name has a
            part in angle brackets, there may be any number of them; they are given by `-D`. A value that is out of bounds ends the
            start, and so does, given by `-D`, a misspelt name.

            | type | written as |
            | --- | --- |
            | duration | `200ms`, `15S`, `10M`, `6H`, `7D`; small letters mean the same |
            | size | bytes, or `64K`, `16M`, `2G` for powers of 1024 |
            | quota | so much in a time: `60/1M`; `unlimited` ([limits](operations.md#limits)) |
            | list | values with commas between them |
            | `${name:value}` in a default | the value of another setting; behind the colon, what holds if that has none |
            """;

    private ConfigurationPage() {}

    static String rendered(List<ModuleSettings> modules) {
        return BEGINNING + modules.stream().map(ConfigurationPage::section).collect(Collectors.joining());
    }

    private static String section(ModuleSettings module) {
        String title = module.name().equals("platform") ? "Several services" : module.name();
        return module.mappings().stream()
                .map(mapping -> table(mapping, module))
                .collect(Collectors.joining("", "\n## " + title + "\n", ""));
    }

    private static String table(Mapping mapping, ModuleSettings module) {
        String head = """

                ### `%s`

                %s

                | name | variable | type | default | bounds | meaning |
                | --- | --- | --- | --- | --- | --- |
                """.formatted(mapping.prefix(), mapping.about());
        return mapping.settings().stream()
                .map(setting -> row(setting, mapping, module))
                .collect(Collectors.joining("", head, ""));
    }

    private static String row(Setting setting, Mapping mapping, ModuleSettings module) {
        return Stream.of(
                        code(setting.name().substring(mapping.prefix().length() + 1)),
                        code(setting.variable()),
                        setting.type(),
                        setting.standard(module.presets()),
                        setting.bounds(),
                        setting.meaning())
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
