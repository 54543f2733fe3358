package dev.atrium.gateway.audit;

import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Json;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Writes down what is done, in the transaction that does it: both or neither.
@ApplicationScoped
public class Audit {

    /// One entry behind the other: who comes second waits until the first has committed.
    private static final String LOCK =
            "select cast(pg_advisory_xact_lock(hashtextextended('audit:' || ?1, 0)) as text)";

    private static final String LAST =
            "select seq || ' ' || hash from audit where tenant = ?1 order by seq desc limit 1";
    private static final String INSERT = "insert into audit (tenant, seq, time, actor, action, target, outcome,"
            + " request, detail, hash) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

    private final CurrentVertxRequest request;
    private final RefusalsOfCommons refusals;
    private final InstantSource clock;

    Audit(CurrentVertxRequest request, RefusalsOfCommons refusals, InstantSource clock) {
        this.request = request;
        this.refusals = refusals;
        this.clock = clock;
    }

    /// Writes down a deed of the caller. To be called last in the transaction: it makes others of the
    /// tenant wait.
    ///
    /// @param target id of what it was done to
    /// @param detail what else shall be known; no secrets
    public Uni<Void> done(Mutiny.Session session, Caller caller, Deed deed, UUID target, Map<String, ?> detail) {
        return done(session, caller, deed, target.toString(), detail);
    }

    /// The same for what has another id than a UUID.
    public Uni<Void> done(Mutiny.Session session, Caller caller, Deed deed, String target, Map<String, ?> detail) {
        return add(session, caller, deed.action(), target, "done", Json.write(new TreeMap<>(detail)));
    }

    /// The same for what was done in another service. The entry's time is that of its place in the
    /// chain; when it was done, and in which trace, is among the details.
    Uni<Void> told(Mutiny.Session session, Caller caller, AuditAction action, String target, Told told) {
        return add(session, caller, action.label(), target, "done", Json.write(told.detail()));
    }

    /// What another service tells of a deed.
    ///
    /// @param at when it was done, if the service does not say so itself
    /// @param traceparent of the request that did it; null: unknown
    record Told(Instant at, @Nullable String traceparent, Map<String, String> further) {

        private static final String AT = "at";
        private static final String TRACE = "trace";

        SortedMap<String, String> detail() {
            SortedMap<String, String> detail = new TreeMap<>(further);
            detail.putIfAbsent(AT, at.toString());
            TraceContext.id(traceparent).ifPresent(trace -> detail.putIfAbsent(TRACE, trace));
            return detail;
        }
    }

    /// Writes down that something was refused to the caller, who may not do it; in the commons unless there
    /// were too many lately ([RefusalsOfCommons]).
    ///
    /// @param target what it would have been done to; empty if that is not there yet
    public Uni<Void> refused(Caller caller, Deed deed, String target) {
        if (caller.tenant().equals(TenantId.COMMONS) && !refusals.admits(caller, address())) {
            return Uni.createFrom().voidItem();
        }
        return TenantTransactions.inTenant(caller.tenant(), session -> refused(session, caller, deed, target));
    }

    /// The same in a transaction that goes on, because more than the refusal is written down in it.
    public Uni<Void> refused(Mutiny.Session session, Caller caller, Deed deed, String target) {
        return add(session, caller, deed.action(), target, "refused", "{}");
    }

    private Uni<Void> add(
            Mutiny.Session session, Caller caller, String action, String target, String outcome, String detail) {
        String tenant = caller.tenant().value();
        String id = requestId();
        return session.flush()
                .chain(() -> session.createNativeQuery(LOCK, String.class)
                        .setParameter(1, tenant)
                        .getSingleResult())
                .chain(() -> session.createNativeQuery(LAST, String.class)
                        .setParameter(1, tenant)
                        .getResultList())
                .map(Head::of)
                .map(head -> new Entry(
                                tenant,
                                head.seq() + 1,
                                Timestamps.now(clock),
                                caller.subject(),
                                action,
                                target,
                                outcome,
                                id,
                                detail,
                                "")
                        .chainedTo(head.hash()))
                .chain(entry -> insert(session, entry));
    }

    /// Where a tenant's chain ends.
    private record Head(long seq, String hash) {

        static Head of(List<String> last) {
            if (last.isEmpty()) {
                return new Head(0, Entry.START);
            }
            String[] seqAndHash = last.getFirst().split(" ");
            return new Head(Long.parseLong(seqAndHash[0]), seqAndHash[1]);
        }
    }

    private static Uni<Void> insert(Mutiny.Session session, Entry entry) {
        return session.createNativeQuery(INSERT)
                .setParameter(1, entry.tenant())
                .setParameter(2, entry.seq())
                .setParameter(3, entry.time())
                .setParameter(4, entry.actor())
                .setParameter(5, entry.action())
                .setParameter(6, entry.target())
                .setParameter(7, entry.outcome())
                .setParameter(8, entry.request())
                .setParameter(9, entry.detail())
                .setParameter(10, entry.hash())
                .executeUpdate()
                .replaceWithVoid();
    }

    private String requestId() {
        RoutingContext context = context();
        return context == null ? "" : Objects.requireNonNullElse(RequestId.of(context), "");
    }

    private String address() {
        RoutingContext context = context();
        return context == null ? "" : ClientAddress.of(context);
    }

    /// The request in which something is done; null for what comes by Kafka.
    private @Nullable RoutingContext context() {
        return Arc.container().requestContext().isActive() ? request.getCurrent() : null;
    }
}
