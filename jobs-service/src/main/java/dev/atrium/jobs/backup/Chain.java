package dev.atrium.jobs.backup;

import dev.atrium.platform.hash.Sha256;
import java.nio.charset.StandardCharsets;

/// What parts there were, in order, as one hash: so a manifest is compared with any number of entries
/// in no memory.
final class Chain {

    private String hash = "";

    void add(Part part) {
        String line = hash + "\n" + part.name() + "\n" + part.sizeBytes() + "\n" + part.sha256() + "\n" + part.items();
        hash = Sha256.hex(line.getBytes(StandardCharsets.UTF_8));
    }

    boolean isSame(Chain other) {
        return hash.equals(other.hash);
    }
}
