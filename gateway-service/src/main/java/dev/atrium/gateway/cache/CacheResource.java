package dev.atrium.gateway.cache;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.Preconditions;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Date;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/cache` (GW-10).
@Path("/api/cache")
@Produces(MediaType.WILDCARD)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Cache")
public class CacheResource {

    private static final String CHARACTERS = "[A-Za-z0-9._:~@!$+,=-]";
    private static final String CHARACTERS_IN_WORDS = "letters, digits or . _ : ~ @ ! $ + , = -";
    private static final Pattern KEY = Pattern.compile(CHARACTERS + "{1,256}");
    private static final Pattern PREFIX = Pattern.compile(CHARACTERS + "{0,256}");
    private static final Pattern TYPE = Pattern.compile("[\\x20-\\x7E]{1,255}");
    private static final Duration TTL_DEFAULT = Duration.ofDays(1);

    private final CacheStore store;
    private final CacheListing listing;
    private final CurrentCaller caller;

    CacheResource(CacheStore store, CacheListing listing, CurrentCaller caller) {
        this.store = store;
        this.listing = listing;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listCached",
            summary = "List values, by their keys",
            description = "Without an organisation: those that you stored yourself. A page may have fewer values than"
                    + " it might, and yet a next one.")
    public Uni<Page<CachedKey>> list(
            @Parameter(description = "With what the keys begin") @QueryParam("prefix") @Nullable String prefix,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return listing.list(caller.get(), checkedPrefix(prefix), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{key}")
    @Operation(operationId = "getCached", summary = "Get a value")
    @APIResponse(
            responseCode = "200",
            description = "The value, with the type and the `Atrium-Meta` that it was stored with; `Expires` tells when"
                    + " it is forgotten",
            headers = {
                @Header(name = Metadata.HEADER, schema = @Schema(implementation = String.class)),
                @Header(name = HttpHeaders.EXPIRES, schema = @Schema(implementation = String.class))
            },
            content = @Content(mediaType = MediaType.WILDCARD, schema = @Schema(format = "binary")))
    @APIResponse(responseCode = "304", description = "The value has a tag that If-None-Match names")
    public Uni<Response> get(
            @PathParam("key") String key,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Preconditions conditions = Preconditions.of(ifMatch, ifNoneMatch);
        return store.get(caller.get().tenant(), checked(key))
                .map(found -> show(found.orElseThrow(ProblemException::notFound), conditions));
    }

    @PUT
    @Path("{key}")
    @Operation(
            operationId = "putCached",
            summary = "Store a value for a while",
            description =
                    "At most 256 KiB of any type. All callers of a tenant share its values; the tenant of everybody"
                            + " without an organisation is `commons`, so do not put secrets there. In it a value is"
                            + " kept for a day at most.")
    @RequestBody(content = @Content(mediaType = MediaType.WILDCARD, schema = @Schema(format = "binary")))
    @APIResponse(responseCode = "201", description = "Stored; there was no value")
    @APIResponse(responseCode = "204", description = "Stored; there was a value")
    public Uni<Response> put(
            @PathParam("key") String key,
            @Parameter(
                            description =
                                    "Seconds until it is forgotten: 1 to 2592000, without an organisation to 86400;"
                                            + " by default 86400")
                    @QueryParam("ttl")
                    @Nullable
                    String ttl,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @Parameter(description = "What is kept beside the value: a JSON object of at most 1 KiB of ASCII")
                    @HeaderParam(Metadata.HEADER)
                    @Nullable
                    String meta,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @Context RoutingContext context) {
        Buffer body = context.body().buffer();
        Value value = Value.of(body == null ? Buffer.buffer() : body, checkedType(type), Metadata.checked(meta));
        Duration time = parseTtl(ttl, CacheStore.longest(caller.get()));
        return store.put(caller.get(), checked(key), value, time, Preconditions.of(ifMatch, ifNoneMatch))
                .map(outcome -> answer(outcome).tag(value.tag()).build());
    }

    @DELETE
    @Path("{key}")
    @Operation(operationId = "deleteCached", summary = "Forget a value")
    @APIResponse(responseCode = "204", description = "Forgotten")
    public Uni<Response> delete(
            @PathParam("key") String key,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return store.delete(caller.get(), checked(key), Preconditions.of(ifMatch, ifNoneMatch))
                .map(outcome -> answer(outcome).build());
    }

    private static Response show(Kept kept, Preconditions conditions) {
        Value value = kept.value();
        if (conditions.excludes(value.tag())) {
            return described(Response.notModified(value.tag()), kept).build();
        }
        if (!conditions.hold(value.tag())) {
            throw changed();
        }
        // Somebody's value must never become a page of ours.
        return described(Response.ok(value.body().getBytes()), kept)
                .header(HttpHeaders.CONTENT_TYPE, value.type())
                .header("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .tag(value.tag())
                .build();
    }

    private static Response.ResponseBuilder described(Response.ResponseBuilder answer, Kept kept) {
        answer.expires(Date.from(kept.expiresAt()));
        return kept.value().meta().isEmpty()
                ? answer
                : answer.header(Metadata.HEADER, kept.value().meta());
    }

    private static Response.ResponseBuilder answer(CacheStore.Outcome outcome) {
        return switch (outcome) {
            case CREATED -> Response.status(Response.Status.CREATED);
            case REPLACED, DELETED -> Response.noContent();
            case ABSENT -> throw ProblemException.notFound();
            case REFUSED -> throw changed();
        };
    }

    private static ProblemException changed() {
        return new ProblemException(ProblemType.PRECONDITION_FAILED, ProblemType.PRECONDITION_FAILED.cause());
    }

    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    private static String checked(String key) {
        if (!isKey(key)) {
            throw ProblemException.invalidParameter("key", "must be 1 to 256 " + CHARACTERS_IN_WORDS);
        }
        return key;
    }

    private static String checkedPrefix(@Nullable String prefix) {
        if (prefix == null) {
            return "";
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw ProblemException.invalidParameter("prefix", "must be at most 256 " + CHARACTERS_IN_WORDS);
        }
        return prefix;
    }

    private static String checkedType(@Nullable String type) {
        if (type == null) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
        if (!TYPE.matcher(type).matches()) {
            throw ProblemException.invalidParameter(HttpHeaders.CONTENT_TYPE, "must be at most 255 ASCII characters");
        }
        return type;
    }

    private static Duration parseTtl(@Nullable String ttl, Duration longest) {
        if (ttl == null) {
            return TTL_DEFAULT;
        }
        try {
            long seconds = Long.parseLong(ttl);
            if (seconds >= 1 && seconds <= longest.toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException _) {
            // Answered below, as a number out of bounds is.
        }
        throw ProblemException.invalidParameter("ttl", "must be a number of seconds from 1 to " + longest.toSeconds());
    }
}
