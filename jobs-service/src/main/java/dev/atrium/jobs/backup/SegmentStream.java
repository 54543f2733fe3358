package dev.atrium.jobs.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;

/// Reads an archive, a segment at a time in memory.
final class SegmentStream extends InputStream {

    private final Archive archive;
    private final BackupKey key;
    private final List<StoredSegment> segments;
    private long offset;
    private int next;
    private byte[] bytes = {};
    private int position;

    SegmentStream(Archive archive, BackupKey key, List<StoredSegment> segments, long offset) {
        this.archive = archive;
        this.key = key;
        this.segments = segments;
        this.offset = offset;
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, into, start, read);
        position += read;
        return read;
    }

    private boolean fill() throws IOException {
        while (position == bytes.length && next < segments.size()) {
            StoredSegment segment = segments.get(next++);
            if (segment.end() > offset) {
                try {
                    bytes = archive.bytes(key, segment);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("reading a backup was interrupted");
                }
                position = (int) (offset - segment.start());
                offset = segment.end();
            }
        }
        return position < bytes.length;
    }
}
