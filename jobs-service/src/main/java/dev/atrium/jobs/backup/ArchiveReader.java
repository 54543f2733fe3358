package dev.atrium.jobs.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Reads an archive, entry by entry, each only once and never more of it in memory than is asked for.
public final class ArchiveReader {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private long offset;
    private long rest;
    private int padding;

    /// @param offset of the archive at which the stream is: where an entry begins
    public ArchiveReader(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    /// Where the next byte is in the archive: between two entries, where the next one begins.
    public long offset() {
        return offset;
    }

    /// The next entry; what was not read of the one before is passed over.
    ///
    /// @return empty at the archive's end
    /// @throws InvalidArchiveException if the bytes are no archive, or end too early
    public Optional<Tar.Entry> next() throws IOException, InvalidArchiveException {
        skip();
        byte[] header = read(Tar.BLOCK);
        if (Tar.isEnd(header)) {
            return Optional.empty();
        }
        try {
            Tar.Entry entry = Tar.entry(header);
            rest = entry.sizeBytes();
            padding = Tar.padding(rest);
            return Optional.of(entry);
        } catch (IllegalArgumentException e) {
            throw new InvalidArchiveException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The content of the entry.
    ///
    /// @param max most bytes
    public byte[] content(int max) throws IOException, InvalidArchiveException {
        if (rest > max) {
            throw new InvalidArchiveException("an entry has more than " + max + " bytes");
        }
        // What a header says is no reason to give memory away before the bytes are there.
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) Math.min(rest, BUFFER));
        transfer(content);
        return content.toByteArray();
    }

    /// The content of the entry, to be read before the next one; what is not read of it is passed over.
    ///
    /// @param max most bytes
    public InputStream stream(int max) throws InvalidArchiveException {
        if (rest > max) {
            throw new InvalidArchiveException("an entry has more than " + max + " bytes");
        }
        return new Content();
    }

    private final class Content extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int start, int length) throws IOException {
            if (rest == 0) {
                return -1;
            }
            int read = in.read(bytes, start, (int) Math.min(length, rest));
            if (read > 0) {
                rest -= read;
                offset += read;
            }
            return read;
        }

        /// Whoever unpacks it looks whether there is another packed piece behind one.
        @Override
        public int available() {
            return (int) Math.min(rest, BUFFER);
        }
    }

    /// Writes the content of the entry to a stream.
    public void transfer(OutputStream out) throws IOException, InvalidArchiveException {
        byte[] buffer = new byte[BUFFER];
        while (rest > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
            if (read < 0) {
                throw early();
            }
            out.write(buffer, 0, read);
            rest -= read;
            offset += read;
        }
        read(padding);
        padding = 0;
    }

    /// Passes over what is left of the entry.
    public void skip() throws IOException, InvalidArchiveException {
        transfer(OutputStream.nullOutputStream());
    }

    private byte[] read(int length) throws IOException, InvalidArchiveException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw early();
        }
        offset += length;
        return bytes;
    }

    private static InvalidArchiveException early() {
        return new InvalidArchiveException("it ends too early");
    }
}
