package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.Outages;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Turns whatever fails outside of a REST endpoint into a problem document (GW-13).
@ApplicationScoped
class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private final Outages outages;

    Failures(Outages outages) {
        this.outages = outages;
    }

    void handle(RoutingContext context) {
        Throwable failure = context.failure();
        ProblemType type = type(failure, context.statusCode());
        if (type.status() >= 500) {
            LOG.warnf(
                    type == ProblemType.INTERNAL ? failure : null,
                    "answered %s: %s request=%s",
                    type.slug(),
                    failure,
                    RequestId.of(context));
        }
        if (context.response().headWritten()) {
            context.response().reset();
        } else {
            Refusal.send(context, type, detail(failure, type));
        }
    }

    private ProblemType type(@Nullable Throwable failure, int status) {
        return switch (failure) {
            case ProblemException problem -> problem.type();
            case AuthenticationFailedException _ -> ProblemType.UNAUTHENTICATED;
            case UnauthorizedException _ -> ProblemType.UNAUTHENTICATED;
            case ForbiddenException _ -> ProblemType.FORBIDDEN;
            case Throwable outage when outages.explain(outage) -> ProblemType.UNAVAILABLE;
            case null, default -> ProblemType.ofStatus(status > 0 ? status : ProblemType.INTERNAL.status());
        };
    }

    private static String detail(@Nullable Throwable failure, ProblemType type) {
        if (failure instanceof ProblemException problem) {
            return problem.problem().detail();
        }
        return type == ProblemType.TOO_LARGE ? "The body has more bytes than are taken here." : type.cause();
    }
}
