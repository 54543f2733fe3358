package dev.atrium.gateway.session;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.tenancy.Departed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Opens, shows and ends sessions. Each user sees and ends the own ones only, of all tenants.
@ApplicationScoped
public class Sessions {

    /// How many surplus sessions are ended at once; there are more only after the bound was lowered.
    private static final int SURPLUS_MAX = 100;

    private static final String LIVE = "subject = ?1 and endedAt is null and validUntil > ?2";

    private final Mint mint;
    private final EndedSessions ended;
    private final Outbox outbox;
    private final VerifiedEmails emails;
    private final Audit audit;
    private final InstantSource clock;
    private final SessionConfig config;

    Sessions(
            Mint mint,
            EndedSessions ended,
            Outbox outbox,
            VerifiedEmails emails,
            Audit audit,
            InstantSource clock,
            SessionConfig config) {
        this.mint = mint;
        this.ended = ended;
        this.outbox = outbox;
        this.emails = emails;
        this.audit = audit;
        this.clock = clock;
        this.config = config;
    }

    /// A session token.
    ///
    /// @param life how long it is good from now on
    public record Token(String text, Duration life) {
        /// Does not show the text.
        @Override
        public String toString() {
            return "Token";
        }
    }

    /// Opens a session for a user who was just identified.
    ///
    /// @param user as the identity provider's token says
    /// @throws ProblemException `unavailable` if this installation has no key for sessions; `forbidden`
    ///     for a user whom the tenant has let go
    public Uni<Grant> open(Caller user, Device device, ProviderSession provider) {
        Instant now = Timestamps.now(clock);
        UUID id = Ids.next();
        RefreshToken first = mint.first(id);
        SessionRow row = new SessionRow(id, user, device, Family.of(first), now, config);
        row.providerSession = provider.id();
        row.idToken = provider.sealedIdToken();
        row.email = provider.email();
        return OwnRows.of(
                        user.subject(),
                        user.tenant(),
                        session -> Departed.demandPresent(session, user)
                                .chain(() -> emails.signsIn(session, user, row))
                                .chain(() -> session.persist(row))
                                .chain(session::flush)
                                .chain(() -> surplus(user, now))
                                .call(rows -> endAll(session, user, rows, now))
                                .call(() -> audit.done(
                                        session,
                                        user,
                                        Deed.SESSION_START,
                                        id,
                                        Map.of("userAgent", row.userAgent, "address", row.address))))
                .invoke(this::tell)
                .map(_ -> mint.grant(row, first, now));
    }

    /// The caller's live ones, newest first.
    ///
    /// @param current with which the caller came; null if with none
    Uni<Page<Session>> list(Caller caller, @Nullable UUID current, PageRequest page) {
        UUID before = page.belowId();
        return OwnRows.of(
                        caller.subject(),
                        caller.tenant(),
                        _ -> SessionRow.<SessionRow>find(
                                        LIVE + " and id < ?3 order by id desc",
                                        caller.subject(),
                                        Timestamps.now(clock),
                                        before)
                                .range(0, page.limit())
                                .list())
                .map(rows -> rows.stream().map(row -> Session.of(row, current)).toList())
                .map(sessions -> page.cut(sessions, session -> session.id().toString()));
    }

    /// Ends a session of the caller; once more changes nothing.
    ///
    /// @return what is known of the provider's session; empty if the caller has no such session
    public Uni<Optional<ProviderSession>> end(Caller caller, UUID id) {
        Instant now = Timestamps.now(clock);
        return OwnRows.of(
                        caller.subject(),
                        caller.tenant(),
                        session -> SessionRow.lock(id)
                                .call(row -> row == null || row.endedAt != null
                                        ? Uni.createFrom().voidItem()
                                        : endAll(session, caller, List.of(row), now)))
                .invoke(row -> tell(row == null ? List.of() : List.of(row)))
                .map(row ->
                        Optional.ofNullable(row).map(r -> new ProviderSession(r.providerSession, r.idToken, r.email)));
    }

    /// Ends all sessions of the caller but one.
    ///
    /// @param kept null: ends all
    Uni<Void> endAll(Caller caller, @Nullable UUID kept) {
        Instant now = Timestamps.now(clock);
        return OwnRows.of(
                        caller.subject(),
                        caller.tenant(),
                        session -> SessionRow.<SessionRow>find(LIVE + " order by id", caller.subject(), now)
                                .list()
                                .map(rows -> rows.stream()
                                        .filter(row -> !row.id.equals(kept))
                                        .toList())
                                .call(rows -> endAll(session, caller, rows, now)))
                .invoke(this::tell)
                .replaceWithVoid();
    }

    /// Lets the user of a session work in another organisation. Whoever calls this has found out that
    /// the user belongs to it.
    ///
    /// @param organisation null: where the identity provider says that the user belongs
    /// @return a session token that says so; empty if the caller has no such session
    public Uni<Optional<Token>> organisation(Caller caller, UUID id, @Nullable String organisation) {
        Instant now = Timestamps.now(clock);
        return OwnRows.of(
                caller.subject(),
                caller.tenant(),
                _ -> SessionRow.lock(id)
                        .map(row -> Optional.ofNullable(row).filter(r -> r.isLiveAt(now)))
                        .invoke(row -> row.ifPresent(r -> r.organisation = organisation))
                        .map(row -> row.map(r -> new Token(mint.token(r, now), mint.life(r, now)))));
    }

    private Uni<List<SessionRow>> surplus(Caller user, Instant now) {
        return SessionRow.<SessionRow>find(LIVE + " order by lastSeenAt desc, id desc", user.subject(), now)
                .range(config.perUser(), config.perUser() + SURPLUS_MAX)
                .list();
    }

    /// All rows before the first audit entry, behind which others of the tenant wait.
    private Uni<Void> endAll(Mutiny.Session session, Caller caller, List<SessionRow> rows, Instant now) {
        rows.forEach(row -> row.end(now));
        Uni<Void> done = session.flush();
        for (SessionRow row : rows) {
            done = done.chain(() -> outbox.add(session, row.ended()))
                    .chain(() -> audit.done(session, caller, Deed.SESSION_END, row.id, Map.of()));
        }
        return done;
    }

    private void tell(List<SessionRow> rows) {
        rows.forEach(row -> ended.note(row.id));
    }
}
