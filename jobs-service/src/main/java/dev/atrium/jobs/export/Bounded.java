package dev.atrium.jobs.export;

import dev.atrium.jobs.retry.NonRetryableException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Takes no more bytes than a document may have.
final class Bounded extends FilterOutputStream {

    private final long max;
    private long written;

    Bounded(OutputStream out, long max) {
        super(out);
        this.max = max;
    }

    @Override
    public void write(int b) throws IOException {
        count(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count(length);
        out.write(bytes, offset, length);
    }

    private void count(int bytes) {
        written += bytes;
        if (written > max) {
            throw new NonRetryableException("the document has more than " + max + " bytes: choose a smaller range");
        }
    }
}
