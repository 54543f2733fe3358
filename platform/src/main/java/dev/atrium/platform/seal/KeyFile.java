package dev.atrium.platform.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// A file of secret keys that all nodes of a service share: 64 hexadecimal digits per line. The first line is
/// used for what is made new; what was made with any of them is still good, so that a new key can be
/// put behind the old, and then before it.
public final class KeyFile {

    private static final int KEY_BYTES = 32;

    private KeyFile() {}

    /// The keys in a file, of 32 bytes each; none if there is no such file.
    ///
    /// @throws IllegalStateException if there is one that cannot be read
    public static List<byte[]> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(KeyFile::key)
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot read the keys in " + file, e);
        }
    }

    static byte[] key(String hex) {
        byte[] key = HexFormat.of().parseHex(hex);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        return key;
    }
}
