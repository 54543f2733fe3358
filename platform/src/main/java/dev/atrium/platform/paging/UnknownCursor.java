package dev.atrium.platform.paging;

import dev.atrium.platform.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses a `cursor` where a route has none. Whoever sends it goes from page to page, and would get the same first
/// items again, or take them for all.
public final class UnknownCursor {

    private static final String CURSOR = "cursor";

    /// @throws ProblemException `invalid-request` if there is a cursor that nobody reads
    @ServerRequestFilter
    public void check(ResourceInfo route, RoutingContext request) {
        if (request.request().query() != null
                && request.queryParams().contains(CURSOR)
                && Arrays.stream(route.getResourceMethod().getParameters()).noneMatch(UnknownCursor::isCursor)) {
            throw ProblemException.invalidParameter(
                    CURSOR, "is not taken here; this route has no pages, or goes on in another way");
        }
    }

    private static boolean isCursor(Parameter parameter) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        return query != null && query.value().equals(CURSOR);
    }
}
