package dev.atrium.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.gateway.edge.Shared;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.upstream.Inquiry;
import dev.atrium.gateway.upstream.Upstreams;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.web.Json;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Gathers the services' documents, at most every three seconds. A service that does not answer is described as it
/// last described itself.
@ApplicationScoped
class Documents {

    private static final Logger LOG = Logger.getLogger(Documents.class);
    private static final Duration KEEP = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    /// The gateway itself, reading descriptions: it may nothing else.
    private static final Caller READER =
            new Caller("service:gateway", Anonymous.COMMONS, "gateway", Set.of(), Set.of());

    private final Inquiry inquiry;
    private final Upstreams upstreams;
    private final InternalTokens tokens;
    private final Map<Destination, ObjectNode> lastGood = new ConcurrentHashMap<>();
    private final Shared<Texts> suite;

    Documents(Inquiry inquiry, Upstreams upstreams, InternalTokens tokens, OpenApiDocumentService own) {
        this.inquiry = inquiry;
        this.upstreams = upstreams;
        this.tokens = tokens;
        this.suite = new Shared<>(KEEP, () -> gather(own));
    }

    /// The document of the suite, written once for all who ask meanwhile.
    Uni<Texts> suite() {
        return suite.get();
    }

    /// Documents are read and written on threads that may take their time for it.
    private Uni<Texts> gather(OpenApiDocumentService own) {
        List<Uni<Void>> fetches = Destination.SUITE.stream()
                .filter(service -> service != Destination.GATEWAY)
                .map(this::fetch)
                .toList();
        return Uni.join()
                .all(fetches)
                .andFailFast()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> lastGood.computeIfAbsent(Destination.GATEWAY, _ -> read(own)))
                .map(_ -> Texts.of(build()));
    }

    private static ObjectNode read(OpenApiDocumentService own) {
        return Json.read(own.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON), ObjectNode.class);
    }

    private Uni<Void> fetch(Destination service) {
        URI url = URI.create(upstreams.of(service).url() + "/openapi?format=json");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Authorization", "Bearer " + tokens.issue(READER, service.application()))
                .set("Accept", "application/json");
        return inquiry.get(url, headers, PATIENCE)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(answer -> remember(service, answer))
                .onFailure()
                .invoke(e -> LOG.debugf("%s does not describe itself now: %s", service, e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void remember(Destination service, Inquiry.Answer answer) {
        if (answer.status() == OK
                && Json.read(answer.body().getBytes(), JsonNode.class) instanceof ObjectNode document
                && document.has("openapi")) {
            lastGood.put(service, document);
        } else {
            LOG.warnf(
                    "%s answers %d, and no OpenAPI document, when asked to describe itself", service, answer.status());
        }
    }

    private ObjectNode build() {
        Map<Destination, ObjectNode> parts = lastGood.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, part -> part.getValue().deepCopy()));
        List<Destination> missing = Destination.SUITE.stream()
                .filter(service -> !parts.containsKey(service))
                .toList();
        return SuiteDocument.of(parts, missing);
    }
}
