package dev.atrium.jobs.backup;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/// The names and the fixed entries of a backup, version 1 (docs/backup-format.md).
public final class Format {

    /// What every backup calls itself.
    public static final String NAME = "atrium-backup";

    /// Changes with what an older version could not read.
    public static final int VERSION = 1;

    /// The first entry.
    public static final String HEAD = "backup.json";

    /// The last entry.
    public static final String MANIFEST = "manifest.json";

    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /// `rooms/<id>/room.json`.
    public static final Pattern ROOM = Pattern.compile("rooms/(" + ID + ")/room\\.json");

    /// `rooms/<id>/events-000001.jsonl.gz`.
    public static final Pattern EVENTS = Pattern.compile("rooms/(" + ID + ")/events-[0-9]{6}\\.jsonl\\.gz");

    /// `files/<id>/file.json`.
    public static final Pattern FILE = Pattern.compile("files/(" + ID + ")/file\\.json");

    /// `files/<id>/content`.
    public static final Pattern CONTENT = Pattern.compile("files/(" + ID + ")/content");

    /// `manifest/000001.jsonl`.
    public static final Pattern PARTS = Pattern.compile("manifest/[0-9]{6}\\.jsonl");

    private Format() {}

    /// The first entry.
    ///
    /// @param tenant that it is of
    public record Head(String format, int version, String id, String tenant, Instant createdAt) {}

    /// How much there is of what.
    public record Counts(long rooms, long events, long files, long parts) {

        static final Counts NOTHING = new Counts(0, 0, 0, 0);

        Counts room() {
            return new Counts(rooms + 1, events, files, parts + 1);
        }

        Counts events(long more) {
            return new Counts(rooms, events + more, files, parts + 1);
        }

        Counts file() {
            return new Counts(rooms, events, files + 1, parts + 2);
        }
    }

    /// The last entry.
    ///
    /// @param manifests the entries that list all others but these and this one
    public record Manifest(String format, int version, Counts counts, List<Part> manifests) {

        public Manifest {
            manifests = List.copyOf(manifests);
        }
    }

    static String room(String id) {
        return "rooms/" + id + "/room.json";
    }

    static String events(String room, int part) {
        return "rooms/%s/events-%06d.jsonl.gz".formatted(room, part);
    }

    static String file(String id) {
        return "files/" + id + "/file.json";
    }

    static String content(String id) {
        return "files/" + id + "/content";
    }

    static String manifest(int number) {
        return "manifest/%06d.jsonl".formatted(number);
    }
}
