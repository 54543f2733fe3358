package dev.atrium.jobs.backup;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Serves archives, segment by segment.
@ApplicationScoped
class Downloads {

    private static final Pattern FROM = Pattern.compile("bytes=([0-9]{1,18})-");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm").withZone(ZoneOffset.UTC);

    private final Archive archive;

    Downloads(Archive archive) {
        this.archive = archive;
    }

    /// @param range another one than `bytes=…-` is passed over, which the protocol allows
    /// @throws ProblemException `not-found` if there is no such backup, or it is not complete
    Response answer(BackupKey key, @Nullable String range) throws SQLException {
        Archive.Complete complete = archive.find(key).orElseThrow(ProblemException::notFound);
        long size = complete.segments().getLast().end();
        Matcher from = FROM.matcher(range == null ? "" : range);
        long start = from.matches() ? Long.parseLong(from.group(1)) : 0;
        if (start >= size) {
            throw new ProblemException(ProblemType.RANGE_NOT_SATISFIABLE, "It has " + size + " bytes.");
        }
        Response.ResponseBuilder response = from.matches()
                ? Response.status(Response.Status.PARTIAL_CONTENT)
                        .header("Content-Range", "bytes " + start + "-" + (size - 1) + "/" + size)
                : Response.ok();
        String name = "atrium-backup-" + STAMP.format(complete.view().createdAt()) + ".tar";
        return response.type("application/x-tar")
                .header(HttpHeaders.CONTENT_LENGTH, size - start)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.ETAG, '"' + complete.view().id() + '"')
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + '"')
                .header("X-Content-Type-Options", "nosniff")
                .entity((StreamingOutput) out -> write(key, complete, start, out))
                .build();
    }

    private void write(BackupKey key, Archive.Complete complete, long start, OutputStream out) throws IOException {
        try {
            for (StoredSegment segment : complete.segments()) {
                if (segment.end() > start) {
                    int from = (int) Math.max(0, start - segment.start());
                    byte[] bytes = archive.bytes(key, segment);
                    out.write(bytes, from, bytes.length - from);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a download was interrupted");
        }
    }
}
