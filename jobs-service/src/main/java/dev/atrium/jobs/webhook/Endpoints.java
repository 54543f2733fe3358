package dev.atrium.jobs.webhook;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Registers and changes endpoints. Every method works in the connection's transaction, which sees the
/// caller's tenant.
@ApplicationScoped
class Endpoints {

    /// How many a tenant has at most.
    static final int MOST = 50;

    /// How many somebody has at most in the commons, where nobody shall take the places of all others.
    static final int MOST_IN_COMMONS = 10;

    private final Secrets secrets;
    private final EndpointLane lane;
    private final Audits audits;
    private final InstantSource clock;

    Endpoints(Secrets secrets, EndpointLane lane, Audits audits, InstantSource clock) {
        this.secrets = secrets;
        this.lane = lane;
        this.audits = audits;
        this.clock = clock;
    }

    /// A request that can be told from others.
    ///
    /// @param idempotencyKey null: it is not repeated
    /// @param hash of what it asks for
    record Registration(
            EndpointRequest.Wish wish,
            SignatureKind signature,
            @Nullable String idempotencyKey,
            String hash) {}

    /// @return with its secret
    /// @throws ProblemException `conflict` if there are too many, or the same request has registered
    ///     one before; `unprocessable` if another request with this idempotency key has
    Endpoint register(Connection connection, Caller caller, Registration request) throws SQLException {
        TenantId tenant = caller.tenant();
        EndpointTable.lockRegistration(connection, tenant);
        if (request.idempotencyKey() != null) {
            Optional<EndpointTable.Earlier> earlier =
                    EndpointTable.registered(connection, tenant, caller.subject(), request.idempotencyKey());
            if (earlier.isPresent()) {
                throw repetition(earlier.get(), request.hash());
            }
        }
        demandRoom(connection, caller);
        EndpointKey key = new EndpointKey(tenant, Ids.next());
        EndpointTable.insert(
                connection,
                new EndpointTable.Row(
                        key,
                        caller.subject(),
                        request.wish(),
                        request.signature(),
                        OwnHeaders.close(secrets, key, request.wish().headers()),
                        request.idempotencyKey(),
                        request.idempotencyKey() == null ? null : request.hash(),
                        now()));
        SignatureKind.Made made = request.signature().make();
        secrets.add(connection, key.secrets(), made.secret(), made.publicKey());
        Endpoint registered = EndpointTable.find(connection, key).orElseThrow();
        audit(connection, caller, AuditAction.WEBHOOK_ENDPOINT_CREATE, registered, Map.of());
        return registered.withSecret(made.shown());
    }

    /// Changes it. An admin who turns a member's endpoint to another address owns it from then on, and is
    /// sent what the admin may see, not what the member may; whatever else others change, its owner stays
    /// its owner, and it is sent what the owner may see.
    ///
    /// @return with its new secret, if it has another owner now
    /// @throws ProblemException `conflict` if somebody else enables what is an owner's who left
    Endpoint change(Connection connection, Caller caller, Endpoint present, EndpointRequest.Wish wish)
            throws SQLException {
        EndpointKey key = new EndpointKey(caller.tenant(), present.id());
        boolean isOwner = caller.subject().equals(present.subject());
        boolean takesOver = !isOwner && wish.url() != null && !wish.url().equals(present.url());
        if (!isOwner && !takesOver && Boolean.TRUE.equals(wish.enabled()) && hasLeft(present)) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Its owner is no member any more: give it an address of your own.");
        }
        String secret = takesOver ? handOver(connection, key, caller, present) : null;
        EndpointTable.update(connection, key, wish, OwnHeaders.close(secrets, key, wish.headers()), now());
        if (wish.enabled() != null) {
            if (wish.enabled()) {
                EndpointTable.enable(connection, key, now());
            } else {
                EndpointTable.disable(connection, key, Disabled.OWNER, now());
            }
        }
        lane.ensure(connection, key);
        Endpoint changed = EndpointTable.find(connection, key).orElseThrow();
        String changes = changes(present, changed, wish);
        if (!changes.isEmpty()) {
            audit(
                    connection,
                    caller,
                    AuditAction.WEBHOOK_ENDPOINT_CHANGE,
                    changed,
                    Map.of("changed", changes, "enabled", Boolean.toString(changed.enabled())));
        }
        return changed.withSecret(secret);
    }

    /// Names of what is another now. Values of headers are sealed: they count as changed where they are named.
    private static String changes(Endpoint before, Endpoint after, EndpointRequest.Wish wish) {
        boolean headers = wish.headers() != null
                && !(wish.headers().values().isEmpty() && before.headers().isEmpty());
        return Stream.of(
                        before.subject().equals(after.subject()) ? "" : "owner",
                        before.url().equals(after.url()) ? "" : "url",
                        Objects.equals(before.description(), after.description()) ? "" : "description",
                        before.eventTypes().equals(after.eventTypes()) ? "" : "eventTypes",
                        headers ? "headers" : "",
                        Objects.equals(before.ratePerMinute(), after.ratePerMinute()) ? "" : "ratePerMinute",
                        before.enabled() == after.enabled() ? "" : "enabled")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(","));
    }

    /// Of the address only the host is told: receivers have secrets in paths.
    private void audit(
            Connection connection, Caller who, AuditAction action, Endpoint endpoint, Map<String, String> more)
            throws SQLException {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("host", String.valueOf(URI.create(endpoint.url()).getHost()));
        detail.put("owner", endpoint.subject());
        audits.add(connection, who, new Deed(action, endpoint.id().toString(), detail));
    }

    private static boolean hasLeft(Endpoint endpoint) {
        return Disabled.LEFT.label().equals(endpoint.disabledReason());
    }

    /// Nothing that was the former owner's stays: neither what the receiver knows, nor what waits.
    ///
    /// @return the new secret, as it is shown
    private @Nullable String handOver(Connection connection, EndpointKey key, Caller caller, Endpoint present)
            throws SQLException {
        EndpointTable.handOver(connection, key, caller.subject(), now());
        DeliveryTable.cancelOpen(connection, key, now());
        SignatureKind.Made made =
                SignatureKind.labelled(present.signature()).orElseThrow().make();
        secrets.replace(connection, key.secrets(), made.secret(), made.publicKey());
        return made.shown();
    }

    /// Gives it another secret; former ones hold for a while, and everything is signed with each of
    /// them.
    ///
    /// @return with its secret
    Endpoint rotate(Connection connection, Caller caller, Endpoint present, Duration overlap) throws SQLException {
        EndpointKey key = new EndpointKey(caller.tenant(), present.id());
        SignatureKind.Made made =
                SignatureKind.labelled(present.signature()).orElseThrow().make();
        secrets.rotate(connection, key.secrets(), overlap, made.secret(), made.publicKey());
        Map<String, String> detail = Map.of("overlapSeconds", Long.toString(overlap.toSeconds()));
        audit(connection, caller, AuditAction.WEBHOOK_ENDPOINT_ROTATE, present, detail);
        return EndpointTable.find(connection, key).orElseThrow().withSecret(made.shown());
    }

    void delete(Connection connection, Caller caller, Endpoint present) throws SQLException {
        EndpointKey key = new EndpointKey(caller.tenant(), present.id());
        EndpointTable.delete(connection, key);
        lane.ensure(connection, key);
        audit(connection, caller, AuditAction.WEBHOOK_ENDPOINT_REMOVE, present, Map.of());
    }

    private static void demandRoom(Connection connection, Caller caller) throws SQLException {
        boolean commons = caller.tenant().equals(TenantId.COMMONS);
        long present = EndpointTable.count(connection, caller.tenant(), commons ? caller.subject() : null);
        if (present >= (commons ? MOST_IN_COMMONS : MOST)) {
            String whose = caller.isAdmin() || !commons ? "There are " : "You have ";
            throw new ProblemException(
                    ProblemType.CONFLICT, whose + present + " endpoints; remove one before you register more.");
        }
    }

    private static ProblemException repetition(EndpointTable.Earlier earlier, String hash) {
        return IdempotencyKey.toldOnce(hash.equals(earlier.requestHash()), "registered the endpoint " + earlier.id());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
