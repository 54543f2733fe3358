package dev.atrium.media.upload;

import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One form on its way from the socket to the disk. Reads no faster than the disk writes, hashes what it reads, and
/// stops at the first thing that is wrong. Whatever its outcome, [#discard] is to be called in the end.
///
/// All of it happens on the request's context, so there is no locking.
final class Reception implements Handler<HttpServerFileUpload> {

    private static final Logger LOG = Logger.getLogger(Reception.class);

    /// Name of the part that holds the file.
    static final String FILE = "file";

    /// No timer.
    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Path path;
    private final UploadLimits limits;
    private final FormTail tail;
    private final Promise<Received> result = Promise.promise();
    private final MessageDigest digest = Sha256.digest();
    private @Nullable AsyncFile out;
    private @Nullable Future<Void> closing;
    private @Nullable String clientName;
    private long bodyBytes;
    private long fileBytes;
    private long deadline = NONE;
    private boolean requestEnded;
    private boolean fileWritten;
    private boolean over;

    /// @param path where the file comes to lie
    Reception(Vertx vertx, HttpServerRequest request, String boundary, Path path, UploadLimits limits) {
        this.vertx = vertx;
        this.request = request;
        this.path = path;
        this.limits = limits;
        this.tail = new FormTail(boundary);
    }

    /// @return the form once it has come in whole; fails with what is wrong with it
    Future<Received> start() {
        request.exceptionHandler(this::unreadable);
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException e) {
            unreadable(e);
            return result.future();
        }
        request.uploadHandler(this).handler(this::count).endHandler(_ -> requestEnded());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return result.future();
    }

    /// A part with a file begins.
    @Override
    public void handle(HttpServerFileUpload upload) {
        if (over) {
            upload.handler(_ -> {});
        } else if (!upload.name().equals(FILE)) {
            refuseAndSkip(upload, fault(upload.name(), "there is no such part"));
        } else if (clientName != null) {
            refuseAndSkip(upload, fault(FILE, "more than one file; send each with a request of its own"));
        } else {
            clientName = upload.filename();
            upload.pause();
            vertx.fileSystem()
                    .open(path.toString(), new OpenOptions().setCreateNew(true).setRead(false))
                    .onSuccess(file -> write(upload, file))
                    .onFailure(this::broken);
        }
    }

    private void write(HttpServerFileUpload upload, AsyncFile file) {
        out = file;
        if (over) {
            discard();
            return;
        }
        file.exceptionHandler(this::broken);
        upload.exceptionHandler(this::unreadable);
        upload.handler(piece -> write(upload, file, piece));
        upload.endHandler(_ -> {
            if (!over) {
                close(file).onSuccess(_ -> fileWritten()).onFailure(this::broken);
            }
        });
        upload.resume();
    }

    private void write(HttpServerFileUpload upload, AsyncFile file, Buffer piece) {
        if (over) {
            return;
        }
        fileBytes += piece.length();
        if (fileBytes > limits.maxFileBytes()) {
            fail(limits.tooLarge());
            return;
        }
        digest.update(piece.getBytes());
        file.write(piece);
        if (file.writeQueueFull()) {
            upload.pause();
            file.drainHandler(_ -> upload.resume());
        }
    }

    private void count(Buffer piece) {
        tail.see(piece);
        bodyBytes += piece.length();
        if (bodyBytes > limits.maxBodyBytes()) {
            fail(limits.tooLarge());
        }
    }

    private void requestEnded() {
        requestEnded = true;
        if (clientName == null) {
            fail(fault(FILE, "this part is missing, or has no file name"));
        } else if (!tail.ends()) {
            incomplete();
        } else if (!fileWritten && !over) {
            deadline = vertx.setTimer(limits.writing().toMillis(), _ -> incomplete());
        }
        finish();
    }

    /// The decoder would wait for the rest of the file for ever, and tells nobody.
    private void incomplete() {
        fail(new ProblemException(ProblemType.INVALID_REQUEST, "The form is not complete: it breaks off."));
    }

    private void fileWritten() {
        fileWritten = true;
        if (fileBytes == 0) {
            fail(fault(FILE, "the file is empty"));
        }
        finish();
    }

    private void finish() {
        String name = clientName;
        if (!over && requestEnded && fileWritten && name != null) {
            over = true;
            result.complete(new Received(
                    path,
                    name,
                    fileBytes,
                    HexFormat.of().formatHex(digest.digest()),
                    fields(request.formAttributes())));
        }
    }

    private void refuseAndSkip(HttpServerFileUpload upload, ProblemException problem) {
        upload.handler(_ -> {});
        fail(problem);
    }

    /// The request is not what it says, or the client went away in the middle of it.
    private void unreadable(Throwable cause) {
        String detail = cause instanceof HttpClosedException
                ? "The connection was closed before the form was complete."
                : "The body is not a form that can be read: its parts are broken, too many or too long.";
        fail(new ProblemException(ProblemType.INVALID_REQUEST, detail, cause));
    }

    /// The disk fails us.
    private void broken(Throwable cause) {
        fail(new ProblemException(ProblemType.UNAVAILABLE, "The upload could not be kept. Nothing was stored.", cause));
    }

    private void fail(ProblemException problem) {
        if (!over) {
            over = true;
            result.fail(problem);
        }
    }

    /// Ends it, at whatever point it is, and deletes what was written. A file that is being opened now is
    /// deleted once it is open. To be called on the request's context.
    Future<Void> discard() {
        over = true;
        vertx.cancelTimer(deadline);
        AsyncFile file = out;
        if (file == null) {
            return Future.succeededFuture();
        }
        return close(file)
                .otherwiseEmpty()
                .compose(_ -> vertx.fileSystem().delete(path.toString()))
                .onFailure(e -> LOG.warnf(e, "an upload stays in the spool directory until the next start"));
    }

    /// A file must not be closed twice.
    private Future<Void> close(AsyncFile file) {
        Future<Void> begun = closing;
        if (begun == null) {
            begun = file.close();
            closing = begun;
        }
        return begun;
    }

    private static Map<String, List<String>> fields(MultiMap form) {
        Map<String, List<String>> fields = new HashMap<>();
        form.names().forEach(name -> fields.put(name, List.copyOf(form.getAll(name))));
        return fields;
    }

    private static ProblemException fault(String part, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The form is not valid: " + detail + ".",
                List.of(Problem.Fault.inParameter(part, detail)),
                null);
    }
}
