package dev.atrium.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Turns every failure of a REST endpoint into a problem document (GW-13).
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /// The subject that the gateway gives to callers without credentials.
    private static final String ANONYMOUS = "anonymous";

    private final Outages outages;

    ProblemMappers(Outages outages) {
        this.outages = outages;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e, RoutingContext context) {
        if (e.type().status() >= 500) {
            LOG.warnf("answered %s: %s request=%s", e.type().slug(), reason(e), RequestId.of(context));
        }
        return response(e.problem(), context);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e, RoutingContext context) {
        return response(invalidBody(e), context);
    }

    @ServerExceptionMapper
    Response json(JsonMappingException e, RoutingContext context) {
        return response(invalidBody(e), context);
    }

    @ServerExceptionMapper
    Response json(UnrecognizedPropertyException e, RoutingContext context) {
        return response(invalidBody(e), context);
    }

    @ServerExceptionMapper
    Response constraints(ConstraintViolationException e, RoutingContext context) {
        List<Problem.Fault> faults =
                e.getConstraintViolations().stream().map(ProblemMappers::fault).toList();
        Problem problem = new ProblemException(
                        ProblemType.INVALID_REQUEST, "The request has " + faults.size() + " fault(s).", faults, null)
                .problem();
        return response(problem, context);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(RoutingContext context) {
        return response(Problem.of(ProblemType.UNAUTHENTICATED, "This request needs valid credentials."), context);
    }

    /// To a caller without credentials "you may not" means "tell who you are".
    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, RoutingContext context) {
        return isAnonymous(context)
                ? unauthenticated(context)
                : response(
                        Problem.of(ProblemType.FORBIDDEN, "Your credentials do not have the scope that this needs."),
                        context);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, RoutingContext context) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return response(invalidBody(json), context);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        ProblemType type = ProblemType.ofStatus(status);
        return response(Problem.of(type, type.cause()), context);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, RoutingContext context) {
        if (outages.explain(e)) {
            LOG.warnf("something that is needed is away: %s request=%s", e, RequestId.of(context));
            return response(Problem.of(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE.cause()), context);
        }
        LOG.errorf(e, "request failed unexpectedly request=%s", RequestId.of(context));
        return response(Problem.of(ProblemType.INTERNAL, ProblemType.INTERNAL.cause()), context);
    }

    /// The cause in one line; its stack would only tell where the answer of another program was awaited.
    private static String reason(ProblemException e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + e.getCause();
    }

    private static boolean isAnonymous(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                && ANONYMOUS.equals(user.getSecurityIdentity().getPrincipal().getName());
    }

    private static Response response(Problem problem, RoutingContext context) {
        Response.ResponseBuilder response = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.withInstance(RequestId.of(context)));
        if (problem.status() == ProblemType.UNAUTHENTICATED.status()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.status() == ProblemType.UNAVAILABLE.status()) {
            response.header(HttpHeaders.RETRY_AFTER, ProblemException.RETRY_AFTER_DEFAULT_SECONDS);
        }
        return response.build();
    }

    private static Problem invalidBody(JsonProcessingException e) {
        Problem.Fault fault = Problem.Fault.inBody(pointer(e), reason(e));
        return new ProblemException(
                        ProblemType.INVALID_REQUEST, "The body is not valid: " + fault.detail(), List.of(fault), null)
                .problem();
    }

    private static String pointer(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            return "";
        }
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference reference : mapping.getPath()) {
            pointer.append('/')
                    .append(reference.getFieldName() == null ? reference.getIndex() : reference.getFieldName());
        }
        return pointer.toString();
    }

    /// Jackson's own message names Java types and quotes the input, neither of which belongs into an answer.
    private static String reason(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "this property is not known";
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return rootMessage(mapping.getCause());
        }
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? "not valid JSON"
                : "not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String rootMessage(@Nullable Throwable cause) {
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : "the value has the wrong type or form";
    }

    private static Problem.Fault fault(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        String parameter = "";
        int depth = 0;
        for (Path.Node node : violation.getPropertyPath()) {
            // The first two nodes are the method and its parameter.
            if (depth == 1) {
                parameter = node.getName() == null ? "" : node.getName();
            } else if (depth > 1) {
                pointer.append('/').append(node.getName());
            }
            depth++;
        }
        return pointer.isEmpty()
                ? Problem.Fault.inParameter(parameter, violation.getMessage())
                : Problem.Fault.inBody(pointer.toString(), violation.getMessage());
    }
}
