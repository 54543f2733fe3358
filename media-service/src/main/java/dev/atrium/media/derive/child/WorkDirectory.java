package dev.atrium.media.derive.child;

import java.nio.file.Path;

/// The private directory in which one derivation happens: what parent and child hand each other.
///
/// @param directory belongs to this derivation alone
public record WorkDirectory(Path directory) {

    /// The file's bytes.
    public Path input() {
        return directory.resolve("input");
    }

    /// Made by the child as soon as it works: until then nothing is the file's fault.
    public Path begun() {
        return directory.resolve("begun");
    }

    /// A PNG; absent if there is none.
    public Path thumbnail() {
        return directory.resolve("thumbnail.png");
    }

    /// A JPEG; absent if there is none.
    public Path preview() {
        return directory.resolve("preview.jpg");
    }

    /// UTF-8; absent if there is none.
    public Path text() {
        return directory.resolve("text.txt");
    }

    /// The name of a [Refusal]; absent if nothing was refused.
    public Path refusal() {
        return directory.resolve("refusal");
    }
}
