package dev.atrium.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.gateway.apikey.ApiKeyConfig;
import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.apikey.CurrentKey;
import dev.atrium.gateway.apikey.KeyHash;
import dev.atrium.gateway.apikey.KeyLookup;
import dev.atrium.gateway.apikey.KeyText;
import dev.atrium.gateway.apikey.LastUsed;
import dev.atrium.gateway.apikey.StoredKey;
import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.session.CurrentSessions;
import dev.atrium.gateway.ticket.Ticket;
import dev.atrium.gateway.ticket.Tickets;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/// Knows who comes with a key, with a ticket, or with nothing; asked directly, as what Quarkus does around its
/// identity providers is not needed here. Access tokens are the business of [AccessTokenIdentities], sessions of
/// [SessionIdentities]: in which organisation they count depends on the request.
@Singleton
class OutsideIdentities {

    private static final SecurityIdentity STRANGER =
            Identities.of(Anonymous.CALLER).build();

    private final KeyLookup keys;
    private final LastUsed lastUsed;
    private final Tickets tickets;
    private final CurrentSessions sessions;
    private final Admission admission;
    private final String keyPrefix;
    /// Of keys as they were looked up last: weak keys are compared by identity, so that what changes is made anew.
    private final Cache<StoredKey, SecurityIdentity> ofKeys =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    OutsideIdentities(
            KeyLookup keys,
            LastUsed lastUsed,
            Tickets tickets,
            CurrentSessions sessions,
            Admission admission,
            ApiKeyConfig config) {
        this.keys = keys;
        this.lastUsed = lastUsed;
        this.tickets = tickets;
        this.sessions = sessions;
        this.admission = admission;
        this.keyPrefix = config.prefix();
    }

    /// Fails with a [ProblemException] `unauthenticated` for credentials that are not right.
    Uni<SecurityIdentity> identify(Credentials credentials) {
        return switch (credentials) {
            case Credentials.None _ -> Uni.createFrom().item(STRANGER);
            case Credentials.Key key -> byKey(key.text());
            case Credentials.OneTimeTicket ticket ->
                tickets.redeem(ticket.text()).flatMap(this::byTicket);
            case Credentials.Unreadable unreadable -> refuse(unreadable.reason());
            case Credentials.SessionToken _, Credentials.SessionCookie _ -> refuse("Sessions are not taken here.");
            case Credentials.AccessToken _ -> refuse("Access tokens are not taken here.");
        };
    }

    private Uni<SecurityIdentity> byKey(String text) {
        if (!KeyText.isIntact(keyPrefix, text)) {
            return refuse("The API key is mistyped or cut off.");
        }
        KeyHash hash = KeyHash.of(text);
        return keys.find(hash)
                .flatMap(found -> found.map(key -> identified(key, hash))
                        .orElseGet(() -> refuse("The API key is unknown, expired or revoked.")));
    }

    private Uni<SecurityIdentity> identified(StoredKey key, KeyHash hash) {
        lastUsed.note(key.id());
        return Uni.createFrom().item(ofKeys.get(key, looked -> identity(looked, hash)));
    }

    /// Holds nothing of the looked-up key itself, which is kept as long as something holds it.
    private static SecurityIdentity identity(StoredKey key, KeyHash hash) {
        QuarkusSecurityIdentity.Builder identity = Identities.of(key.caller())
                .addAttribute(ApiKeyResource.HASH_ATTRIBUTE, hash.hex())
                .addAttribute(CurrentKey.ATTRIBUTE, key.current());
        if (key.narrowedAt() != null) {
            identity.addAttribute(CurrentKey.NARROWED_ATTRIBUTE, key.narrowedAt());
        }
        if (key.membership() != null) {
            identity.addAttribute(Membership.ATTRIBUTE, key.membership());
        }
        return identity.build();
    }

    /// A ticket that was got with a key is worth what the key is worth now, and in an organisation what
    /// its holder may there now.
    private Uni<SecurityIdentity> byTicket(Optional<Ticket> ticket) {
        if (ticket.isEmpty()) {
            return refuse("The ticket is unknown, used or too old.");
        }
        UUID session = ticket.get().session();
        if (session != null) {
            return sessions.hasEnded(session)
                    .flatMap(ended -> ended
                            ? refuse("The session behind the ticket has ended.")
                            : admission.admit(ticket.get().caller(), Optional.empty()))
                    .map(identity -> Identities.inSession(identity, session));
        }
        String keyHash = ticket.get().keyHash();
        if (keyHash == null) {
            return admission.admit(ticket.get().caller(), Optional.empty());
        }
        KeyHash hash = new KeyHash(keyHash);
        return keys.find(hash)
                .flatMap(found -> found.map(key -> identified(key, hash))
                        .orElseGet(() -> refuse("The API key behind the ticket is expired or revoked.")));
    }

    private static Uni<SecurityIdentity> refuse(String detail) {
        return Uni.createFrom().failure(new ProblemException(ProblemType.UNAUTHENTICATED, detail));
    }
}
