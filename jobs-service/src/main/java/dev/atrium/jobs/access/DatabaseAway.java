package dev.atrium.jobs.access;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Answers 503 while the database is away, and 500 for every other of its errors, which are faults of ours.
public final class DatabaseAway {

    private static final Logger LOG = Logger.getLogger(DatabaseAway.class);
    private static final String RETRY_AFTER_SECONDS = "2";

    /// Classes of SQL states: no connection, no resources, stopped by the operator, system error.
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    @ServerExceptionMapper
    Response map(SQLException e, RoutingContext context) {
        ProblemType type = isAway(e.getSQLState()) ? ProblemType.UNAVAILABLE : ProblemType.INTERNAL;
        if (type == ProblemType.UNAVAILABLE) {
            LOG.warnf("the database is away: %s request=%s", e.getMessage(), RequestId.of(context));
        } else {
            LOG.errorf(e, "answered %s request=%s", type.slug(), RequestId.of(context));
        }
        Response.ResponseBuilder response = Response.status(type.status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(type, type.cause()).withInstance(RequestId.of(context)));
        if (type == ProblemType.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    /// The connection pool's own errors have no state.
    static boolean isAway(@Nullable String state) {
        return state == null || state.length() < 2 || AWAY.contains(state.substring(0, 2));
    }
}
