package dev.atrium.gateway.webhook;

import dev.atrium.gateway.edge.CurrentRoute;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.edge.SameContext;
import dev.atrium.gateway.policy.PathTemplate;
import dev.atrium.platform.web.Ids;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Lets jobs-service, which keeps the log of what sources deliver and knows nothing else of them, tell a
/// source that has delivered nothing yet from one that the caller does not have ([UnknownSource]). What
/// a removed source has delivered is still there. While the database is away no source is unknown.
@ApplicationScoped
public class SourceNotice {

    private static final Logger LOG = Logger.getLogger(SourceNotice.class);

    /// Behind all that may refuse a request, and before its body is read.
    private static final int BEFORE_BODY = 28;

    private static final PathTemplate DELIVERIES = PathTemplate.of("/api/webhook-sources/{id}/deliveries");
    private static final int ID_SEGMENT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String UNKNOWN = SourceNotice.class.getName();

    private final Sources sources;

    SourceNotice(Sources sources) {
        this.sources = sources;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::look, BEFORE_BODY);
    }

    /// Whether a request is about a source that its caller does not have.
    public static boolean isOfUnknown(RoutingContext context) {
        return context.get(UNKNOWN) != null;
    }

    private void look(RoutingContext context) {
        Optional<UUID> id = CurrentRoute.of(context).path().equals(DELIVERIES)
                ? Optional.ofNullable(context.request().path()).flatMap(SourceNotice::id)
                : Optional.empty();
        if (id.isEmpty()) {
            context.next();
            return;
        }
        context.request().pause();
        has(context, id.get()).subscribe().with(known -> {
            if (!known) {
                context.put(UNKNOWN, true);
            }
            if (!context.response().closed()) {
                context.next();
            }
        });
    }

    private Uni<Boolean> has(RoutingContext context, UUID id) {
        return SameContext.keep(sources.find(RequestCaller.of(context), id)
                        .map(Optional::isPresent)
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("a source could not be looked up, so it is taken for known: error=%s", failure);
                    return true;
                });
    }

    /// What is no id is none for whoever answers, too.
    private static Optional<UUID> id(String path) {
        return Ids.parse(URLDecoder.decode(path.split("/")[ID_SEGMENT], StandardCharsets.UTF_8));
    }
}
