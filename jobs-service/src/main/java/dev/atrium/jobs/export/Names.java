package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Format;
import dev.atrium.platform.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/// By what documents are known.
final class Names {

    private static final int MAX = 80;

    private Names() {}

    /// A title as the name of a file, of characters that may stand in a quoted header value.
    static String of(String title, Format format) {
        String plain =
                title.replaceAll("[^\\p{L}\\p{M}\\p{N} ._()-]+", " ").strip().replaceAll(" +", " ");
        String cut = plain.codePointCount(0, plain.length()) <= MAX
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, MAX));
        return (cut.isBlank() ? "export" : cut) + "." + format.extension();
    }

    /// 64 lower-case hexadecimal digits.
    static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
            bytes.transferTo(digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        }
    }
}
