package dev.atrium.search.query;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.ingest.Ingest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.security.PermissionsAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/// GET /api/search. Runs on a worker thread and not on a virtual one: a search is all computing and native calls, which
/// would hold the carrier threads.
@Path("/api/search")
@ApplicationScoped
public class SearchResource {

    private final CurrentCaller caller;
    private final Ingest ingest;
    private final HybridSearch search;
    private final MeterRegistry metrics;

    SearchResource(CurrentCaller caller, Ingest ingest, HybridSearch search, MeterRegistry metrics) {
        this.caller = caller;
        this.ingest = ingest;
        this.search = search;
        this.metrics = metrics;
    }

    @GET
    @PermissionsAllowed("search:read")
    @Operation(summary = "Find messages and files by words and by meaning, among all that you may read")
    public Answer search(
            @Parameter(required = true, description = "1 to 512 characters: plain words, no query syntax")
                    @QueryParam("q")
                    @Nullable
                    String q,
            @Parameter(description = "Look in this room only") @QueryParam("room") @Nullable String room,
            @Parameter(description = "message or file; both if absent") @QueryParam("kind") @Nullable String kind,
            @Parameter(description = "1 to 200 findings; 50 if absent") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        Question question = Question.of(q, room, kind, limit, cursor);
        ingest.requireCaughtUp();
        Timer.Sample sample = Timer.start();
        Answer answer = search.answer(caller.get(), question);
        sample.stop(metrics.timer("atrium.search.query", "mode", answer.mode().value()));
        return answer;
    }

    @Produces
    @Singleton
    static HybridSearch hybridSearch(
            SearchIndex index, Rooms rooms, Embeddings embeddings, QueryConfig config, InstantSource clock) {
        return new HybridSearch(index, rooms, embeddings, config.leastSimilarity(), clock);
    }
}
