package dev.atrium.gateway.session;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// Tells the other services which address the identity provider has verified of whom, in each tenant in
/// which the person is at home. Every method works in the session's transaction.
@ApplicationScoped
public class VerifiedEmails {

    /// In more organisations nobody is told of a change; who comes into one is told of there.
    private static final int ORGANISATIONS_MAX = 1_000;

    /// Who was not there to hear of an address, or did not want to, hears of it after that time.
    private static final Duration AGAIN = Duration.ofDays(30);

    private static final UUID AFTER_ALL = new UUID(-1, -1);
    private static final String ORGANISATIONS = "select cast(id as text) from organisations_of(?1, ?2, ?3)";
    private static final String LAST = "subject = ?1 and email is not null order by id desc";
    private static final String LAST_IN = "subject = ?1 and tenant = ?2 and email is not null order by id desc";

    private final Outbox outbox;

    VerifiedEmails(Outbox outbox) {
        this.outbox = outbox;
    }

    /// Somebody signs in: if that is with another address than the last time in this tenant, or nobody was
    /// told for long, the tenant and all organisations of the person are told. The transaction sees the
    /// rows of the person.
    ///
    /// @param row of the new session, without an address where the provider says of none: then the last one
    ///     stays
    Uni<Void> signsIn(Mutiny.Session session, Caller user, SessionRow row) {
        String email = row.email;
        if (email == null) {
            return Uni.createFrom().voidItem();
        }
        return SessionRow.<SessionRow>find(
                        LAST_IN, user.subject(), user.tenant().value())
                .firstResult()
                .chain(last -> {
                    row.emailToldAt = last == null || !email.equals(last.email) ? null : last.emailToldAt;
                    if (row.emailToldAt != null && row.createdAt.isBefore(row.emailToldAt.plus(AGAIN))) {
                        return Uni.createFrom().voidItem();
                    }
                    row.emailToldAt = row.createdAt;
                    return tellAll(session, user, email);
                });
    }

    /// Somebody has become a member of an organisation: it is told of the address of its last sign-in with
    /// a verified one, if there was any.
    public Uni<Void> joins(Mutiny.Session session, TenantId organisation, String subject) {
        return OwnRows.enter(session, subject)
                .chain(() -> SessionRow.find(LAST, subject).<SessionRow>firstResult())
                .chain(last -> last == null || last.email == null
                        ? Uni.createFrom().voidItem()
                        : outbox.add(session, new Event.EmailVerified(organisation, subject, last.email)));
    }

    private Uni<Void> tellAll(Mutiny.Session session, Caller user, String email) {
        return session.createNativeQuery(ORGANISATIONS, String.class)
                .setParameter(1, user.subject())
                .setParameter(2, AFTER_ALL)
                .setParameter(3, ORGANISATIONS_MAX)
                .getResultList()
                .chain(organisations -> {
                    Set<TenantId> tenants = new LinkedHashSet<>();
                    tenants.add(user.tenant());
                    organisations.forEach(id -> tenants.add(new TenantId(id)));
                    Uni<Void> told = Uni.createFrom().voidItem();
                    for (TenantId tenant : tenants) {
                        told = told.chain(
                                () -> outbox.add(session, new Event.EmailVerified(tenant, user.subject(), email)));
                    }
                    return told;
                });
    }
}
