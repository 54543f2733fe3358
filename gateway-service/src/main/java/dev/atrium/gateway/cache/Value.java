package dev.atrium.gateway.cache;

import dev.atrium.platform.hash.Sha256;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A value of the cache.
///
/// @param type its media type, as it was given
/// @param meta what is kept beside it ([Metadata]); empty if nothing is
/// @param tag its entity tag, without quotes
record Value(Buffer body, String type, String meta, String tag) {

    private static final int TAG_DIGITS = 32;

    /// A value whose tag is made from its content: the same content, with the same metadata, has the same
    /// tag.
    static Value of(Buffer body, String type, String meta) {
        MessageDigest digest = Sha256.digest();
        digest.update(type.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(body.getBytes());
        if (!meta.isEmpty()) {
            digest.update((byte) 0);
            digest.update(meta.getBytes(StandardCharsets.UTF_8));
        }
        String tag = HexFormat.of().formatHex(digest.digest()).substring(0, TAG_DIGITS);
        return new Value(body, type, meta, tag);
    }
}
