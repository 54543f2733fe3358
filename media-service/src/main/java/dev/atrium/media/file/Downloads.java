package dev.atrium.media.file;

import dev.atrium.media.storage.ObjectStore;
import dev.atrium.media.storage.Party;
import dev.atrium.media.storage.Shares;
import dev.atrium.media.storage.StoredBytes;
import dev.atrium.media.storage.Turns;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.request.Preconditions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// Answers a request for bytes: whole or a range, or that the client has them already (MD-3). Bytes come
/// from strangers, so a browser must neither guess their type nor run what is in them.
@ApplicationScoped
public class Downloads {

    private static final String ACCEPT_RANGES = "Accept-Ranges";
    private static final String CONTENT_RANGE = "Content-Range";

    private final ObjectStore store;
    private final Turns turns;
    private final CurrentCaller caller;

    Downloads(ObjectStore store, Turns turns, CurrentCaller caller) {
        this.store = store;
        this.turns = turns;
        this.caller = caller;
    }

    /// @throws ProblemException `unavailable` if the store does not answer, or too many download at the moment
    Uni<Response> answer(Download download, RoutingContext http) {
        HttpServerRequest request = http.request();
        if (Preconditions.isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), download.etag())) {
            return Uni.createFrom()
                    .item(cacheable(Response.notModified(), download).build());
        }
        if (!download.settled()) {
            // Parts could be of different bytes.
            return whole(download, request);
        }
        return switch (ByteRange.of(rangeOf(request, download), download.sizeBytes())) {
            case ByteRange.Whole _ -> whole(download, request);
            case ByteRange.Part part -> part(download, part, request);
            case ByteRange.Unsatisfiable _ -> Uni.createFrom().item(unsatisfiable(download, http));
        };
    }

    private Uni<Response> whole(Download download, HttpServerRequest request) {
        Response.ResponseBuilder response = headers(Response.ok(), download);
        return with(response, download, null, download.sizeBytes(), request);
    }

    private Uni<Response> part(Download download, ByteRange.Part part, HttpServerRequest request) {
        Response.ResponseBuilder response = headers(Response.status(Response.Status.PARTIAL_CONTENT), download)
                .header(CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + download.sizeBytes());
        return with(response, download, part.header(), part.length(), request);
    }

    private Uni<Response> with(
            Response.ResponseBuilder response,
            Download download,
            @Nullable String range,
            long length,
            HttpServerRequest request) {
        if (request.method().equals(HttpMethod.HEAD)) {
            return Uni.createFrom()
                    .item(response.header(HttpHeaders.CONTENT_LENGTH, length).build());
        }
        Party party = Party.of(download.tenant(), caller.get().subject(), request);
        Shares.Share turn = turns.take(party).orElseThrow(Downloads::crowded);
        return store.open(download.key(), range, turn).map(bytes -> complete(response, download, bytes, length));
    }

    private static ProblemException crowded() {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Too many downloads go on at the moment; try again in a moment.");
    }

    private static Response complete(
            Response.ResponseBuilder response, Download download, StoredBytes bytes, long length) {
        if (download.settled() && bytes.length() != length) {
            bytes.discard();
            throw new IllegalStateException("an object does not have the size that it was stored with");
        }
        return response.entity(bytes).build();
    }

    private static Response unsatisfiable(Download download, RoutingContext http) {
        ProblemType type = ProblemType.RANGE_NOT_SATISFIABLE;
        return Response.status(type.status())
                .type(Problem.MEDIA_TYPE)
                .header(CONTENT_RANGE, "bytes */" + download.sizeBytes())
                .entity(Problem.of(type, "It has " + download.sizeBytes() + " bytes.")
                        .withInstance(RequestId.of(http)))
                .build();
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder response, Download download) {
        return cacheable(response, download)
                .header(HttpHeaders.CONTENT_TYPE, download.type())
                .header(ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(download.name()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    /// A browser keeps the bytes but asks each time whether it may still show them; no shared cache keeps them.
    private static Response.ResponseBuilder cacheable(Response.ResponseBuilder response, Download download) {
        return response.header(HttpHeaders.ETAG, download.etag())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    }

    /// A range that a client asks of an older version must not be cut from this one.
    private static @Nullable String rangeOf(HttpServerRequest request, Download download) {
        String ifRange = request.getHeader("If-Range");
        return ifRange == null || ifRange.equals(download.etag()) ? request.getHeader("Range") : null;
    }
}
