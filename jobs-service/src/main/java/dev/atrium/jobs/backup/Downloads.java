package dev.atrium.jobs.backup;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.tenancy.TenantConnections;
import io.vertx.ext.web.RoutingContext;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Serves archives, piece by piece: how slowly somebody reads costs no more than one.
@ApplicationScoped
class Downloads {

    private static final Pattern FROM = Pattern.compile("bytes=([0-9]{1,18})-");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm").withZone(ZoneOffset.UTC);

    private static final String CONTENT_RANGE = "Content-Range";

    /// Each holds a piece.
    private static final int AT_ONCE = 16;

    private final Archive archive;
    private final DataSource dataSource;
    private final Audits audits;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Downloads(Archive archive, DataSource dataSource, Audits audits) {
        this.archive = archive;
        this.dataSource = dataSource;
        this.audits = audits;
    }

    /// @param range another one than `bytes=…-` is passed over, which the protocol allows
    /// @throws ProblemException `not-found` if there is no such backup, or it is not complete;
    ///     `unavailable` while this node serves as many as it can
    Response answer(Caller who, UUID id, @Nullable String range, RoutingContext http) throws SQLException {
        BackupKey key = new BackupKey(who.tenant(), id);
        Archive.Complete complete = archive.find(key).orElseThrow(ProblemException::notFound);
        if (places.availablePermits() == 0) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "Many backups are downloaded now: come back later.");
        }
        long size = complete.segments().getLast().end();
        Matcher from = FROM.matcher(range == null ? "" : range);
        long start = from.matches() ? Long.parseLong(from.group(1)) : 0;
        if (start >= size) {
            return unsatisfiable(size, http);
        }
        audit(who, key, start);
        Response.ResponseBuilder response = from.matches()
                ? Response.status(Response.Status.PARTIAL_CONTENT)
                        .header(CONTENT_RANGE, "bytes " + start + "-" + (size - 1) + "/" + size)
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

    /// Tells the audit trail, before anything is sent, that somebody gets the backup.
    ///
    /// @param start the first byte that is sent
    private void audit(Caller who, BackupKey key, long start) throws SQLException {
        Map<String, String> detail = Map.of("from", Long.toString(start));
        Deed deed = new Deed(AuditAction.BACKUP_DOWNLOAD, key.id().toString(), detail);
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            audits.add(connection, who, deed);
            return deed;
        });
    }

    private void write(BackupKey key, Archive.Complete complete, long start, OutputStream out) throws IOException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            for (StoredSegment segment : complete.segments()) {
                if (segment.end() > start) {
                    archive.write(key, segment, Math.max(0, start - segment.start()), out);
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            places.release();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("a download was interrupted");
    }

    private static Response unsatisfiable(long size, RoutingContext http) {
        ProblemType type = ProblemType.RANGE_NOT_SATISFIABLE;
        return Response.status(type.status())
                .type(Problem.MEDIA_TYPE)
                .header(CONTENT_RANGE, "bytes */" + size)
                .entity(Problem.of(type, "It has " + size + " bytes.").withInstance(RequestId.of(http)))
                .build();
    }
}
