package dev.atrium.jobs.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// The container of a backup: POSIX `ustar` with regular files only. It needs no table of contents, so
/// that it can be written and read piece by piece, and gone on with anywhere between two entries.
public final class Tar {

    /// Everything in an archive is a multiple of this.
    public static final int BLOCK = 512;

    /// Longest name, in bytes.
    public static final int NAME_MAX = 99;

    private static final long SIZE_MAX = (1L << 33) - 1;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    /// An entry, as its header tells it.
    ///
    /// @param sizeBytes of its content, without what fills the last block
    public record Entry(String name, long sizeBytes) {}

    private Tar() {}

    /// The header of a regular file.
    ///
    /// @throws IllegalArgumentException if name or size do not fit
    static byte[] header(String name, long sizeBytes, Instant modified) {
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        if (nameBytes.length > NAME_MAX || sizeBytes > SIZE_MAX) {
            throw new IllegalArgumentException("no entry of an archive: " + name + " of " + sizeBytes + " bytes");
        }
        ByteBuffer header = ByteBuffer.allocate(BLOCK);
        header.put(0, nameBytes);
        header.put(100, octal(0644, 7));
        header.put(108, octal(0, 7));
        header.put(116, octal(0, 7));
        header.put(124, octal(sizeBytes, 11));
        header.put(136, octal(modified.getEpochSecond(), 11));
        header.put(156, (byte) '0');
        header.put(257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        header.put(CHECKSUM, octal(checksum(header.array()), 6));
        header.put(CHECKSUM + 7, (byte) ' ');
        return header.array();
    }

    /// How many bytes fill the last block of a content.
    public static int padding(long sizeBytes) {
        return (int) (-sizeBytes & (BLOCK - 1));
    }

    /// Two empty blocks end an archive.
    public static byte[] end() {
        return new byte[2 * BLOCK];
    }

    /// Whether a block is empty, which ends the archive.
    public static boolean isEnd(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    /// Reads a header; nothing but regular files is taken.
    ///
    /// @throws IllegalArgumentException if it is not the header of a regular file; the message can be
    ///     shown
    public static Entry entry(byte[] header) {
        boolean ends = header[CHECKSUM + 6] == 0 && header[CHECKSUM + 7] == ' ';
        if (!ends || number(header, CHECKSUM, 6) != checksum(header)) {
            throw new IllegalArgumentException("a header is damaged");
        }
        if (header[156] != '0' && header[156] != 0) {
            throw new IllegalArgumentException("there is something else than files in it");
        }
        int end = 0;
        while (end < 100 && header[end] != 0) {
            end++;
        }
        if (header[345] != 0) {
            throw new IllegalArgumentException("a name is too long");
        }
        return new Entry(new String(header, 0, end, StandardCharsets.ISO_8859_1), number(header, 124, 12));
    }

    /// As if the checksum's own bytes were blanks.
    private static long checksum(byte[] header) {
        long sum = ' ' * CHECKSUM_LENGTH;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += own ? 0 : header[i] & 0xff;
        }
        return sum;
    }

    private static byte[] octal(long number, int digits) {
        String text = Long.toOctalString(number);
        return ("0".repeat(Math.max(0, digits - text.length())) + text).getBytes(StandardCharsets.US_ASCII);
    }

    private static long number(byte[] header, int from, int length) {
        String text = new String(header, from, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (!text.matches("[0-7]{1,11}")) {
            throw new IllegalArgumentException("a header has no number where one must be");
        }
        return Long.parseLong(text, 8);
    }
}
