package dev.atrium.jobs.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What stands in a record of Kafka that nothing could be made of.
///
/// @param key null: it has none
/// @param value null: it has none
public record DeadLetterContent(
        @Nullable Excerpt key, @Nullable Excerpt value) {

    /// How many bytes of a key or value are shown at most.
    static final int MOST_BYTES = 64 * 1024;

    /// Bytes, as far as they are shown: as text if they are some in UTF-8, otherwise in Base64.
    ///
    /// @param cut whether there are more
    public record Excerpt(@Nullable String text, @Nullable String base64, boolean cut) {

        /// @param bytes the first ones, at least one more than are shown if there are more
        static Excerpt of(byte[] bytes) {
            boolean cut = bytes.length > MOST_BYTES;
            String text = text(bytes, cut ? start(bytes) : bytes.length);
            return text == null ? new Excerpt(null, base64(bytes), cut) : new Excerpt(text, null, cut);
        }

        private static @Nullable String text(byte[] bytes, int length) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, length))
                        .toString();
            } catch (CharacterCodingException _) {
                return null;
            }
        }

        /// Where the last character begins of which not all bytes are shown.
        private static int start(byte[] bytes) {
            int end = MOST_BYTES;
            while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
                end--;
            }
            return end;
        }

        private static String base64(byte[] bytes) {
            int length = Math.min(bytes.length, MOST_BYTES);
            return StandardCharsets.ISO_8859_1
                    .decode(Base64.getEncoder().encode(ByteBuffer.wrap(bytes, 0, length)))
                    .toString();
        }
    }
}
