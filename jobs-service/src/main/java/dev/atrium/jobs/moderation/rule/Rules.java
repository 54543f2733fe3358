package dev.atrium.jobs.moderation.rule;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.outside.OutsideRules;
import dev.atrium.jobs.rooms.Moderator;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and changes rules. Every method works in the connection's transaction, which sees the caller's tenant.
@ApplicationScoped
class Rules {

    /// How many hold for all rooms of a tenant, and how many more for one room.
    static final int MOST_OF_TENANT = 20;

    static final int MOST_OF_ROOM = 10;

    private final OutsideRules outside;
    private final HookSecrets secrets;
    private final Audits audits;
    private final InstantSource clock;

    Rules(OutsideRules outside, HookSecrets secrets, Audits audits, InstantSource clock) {
        this.outside = outside;
        this.secrets = secrets;
        this.audits = audits;
        this.clock = clock;
    }

    /// A rule that is there now.
    ///
    /// @param isNew whether this request made it
    /// @param secret to be shown this once; null if there is none
    record Made(Rule rule, boolean isNew, @Nullable String secret) {}

    /// @param idempotencyKey null: the request is not repeated
    /// @throws ProblemException `not-found` for a room that the caller does not moderate, `forbidden` for what only
    ///     admins may, `conflict` if there are too many, or the same request has made a hook before,
    ///     `unprocessable` if another request had this key
    Made make(Connection connection, Moderator who, Actor by, RuleRequest request, @Nullable String idempotencyKey)
            throws SQLException {
        demandModerator(connection, who, request.room());
        RuleTable.lockCreation(connection, who.tenant());
        String hash = Ids.named(Json.write(request)).toString();
        if (idempotencyKey != null) {
            Optional<RuleTable.Earlier> earlier =
                    RuleTable.earlier(connection, who.tenant(), who.subject(), idempotencyKey);
            if (earlier.isPresent()) {
                return repeated(connection, who, earlier.get(), hash);
            }
        }
        demandSpace(connection, who, request.room());
        Check check = callable(request.requiredCheck());
        UUID id = Ids.next();
        String secret = check instanceof Check.Hook ? StandardWebhooks.newSecret() : null;
        Instant now = now();
        Rule rule = new Rule(
                who.tenant(),
                id,
                request.room(),
                request.requiredName(),
                check,
                request.parsedAction().orElse(Action.FLAG),
                request.enabled() == null || request.enabled(),
                who.subject(),
                now,
                now,
                secret == null ? null : secrets.close(who.tenant(), id, secret));
        RuleTable.insert(connection, rule, idempotencyKey, idempotencyKey == null ? null : hash);
        audit(connection, by, AuditAction.MODERATION_RULE_CREATE, rule);
        return new Made(rule, true, secret);
    }

    private static Made repeated(Connection connection, Moderator who, RuleTable.Earlier earlier, String hash)
            throws SQLException {
        if (!hash.equals(earlier.requestHash())) {
            throw IdempotencyKey.reused();
        }
        Rule rule = RuleTable.find(connection, who.tenant(), earlier.id()).orElseThrow(ProblemException::notFound);
        if (rule.secret() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "This request has already made the rule " + rule.id()
                            + ". A secret is shown once: rotate it if the answer was lost.");
        }
        return new Made(rule, false, null);
    }

    /// Changes what the request names. A check can be changed, but not into or from a hook: its secret is one's own.
    ///
    /// @throws ProblemException `not-found` unless the caller moderates where it holds
    Rule change(Connection connection, Moderator who, Actor by, UUID id, RuleRequest request) throws SQLException {
        if (request.room() != null) {
            throw ProblemException.invalidProperty("/room", "cannot be changed: make another rule");
        }
        Rule present = find(connection, who, id);
        Check check = request.check() == null ? present.check() : callable(request.check());
        if (check instanceof Check.Hook != present.check() instanceof Check.Hook) {
            throw ProblemException.invalidProperty(
                    "/check/type", "cannot be changed to or from 'hook': make another rule");
        }
        Rule changed = new Rule(
                present.tenant(),
                present.id(),
                present.room(),
                request.name() == null ? present.name() : request.name(),
                check,
                request.parsedAction().orElse(present.action()),
                request.enabled() == null ? present.enabled() : request.enabled(),
                present.createdBy(),
                present.createdAt(),
                now(),
                present.secret());
        RuleTable.update(connection, changed);
        audit(connection, by, AuditAction.MODERATION_RULE_CHANGE, changed);
        return changed;
    }

    /// Gives a hook another secret; the former one is of no use any more.
    ///
    /// @throws ProblemException `not-found` unless the caller moderates where it holds, `conflict` if it is no hook
    Made rotate(Connection connection, Moderator who, Actor by, UUID id) throws SQLException {
        Rule present = find(connection, who, id);
        if (!(present.check() instanceof Check.Hook)) {
            throw new ProblemException(ProblemType.CONFLICT, "Only hooks have secrets.");
        }
        String secret = StandardWebhooks.newSecret();
        Rule changed = new Rule(
                present.tenant(),
                present.id(),
                present.room(),
                present.name(),
                present.check(),
                present.action(),
                present.enabled(),
                present.createdBy(),
                present.createdAt(),
                now(),
                secrets.close(who.tenant(), id, secret));
        RuleTable.update(connection, changed);
        audit(connection, by, AuditAction.MODERATION_RULE_ROTATE, changed);
        return new Made(changed, false, secret);
    }

    void delete(Connection connection, Moderator who, Actor by, UUID id) throws SQLException {
        Rule present = find(connection, who, id);
        RuleTable.delete(connection, present);
        audit(connection, by, AuditAction.MODERATION_RULE_REMOVE, present);
    }

    /// The rule, locked until the transaction ends.
    Rule find(Connection connection, Moderator who, UUID id) throws SQLException {
        Rule rule = RuleTable.lock(connection, who.tenant(), id).orElseThrow(ProblemException::notFound);
        String room = rule.room();
        if (room == null ? !who.isAdmin() : !who.moderates(connection, room)) {
            throw ProblemException.notFound();
        }
        return rule;
    }

    private void audit(Connection connection, Actor by, AuditAction action, Rule rule) throws SQLException {
        Map<String, String> detail = new HashMap<>(Map.of(
                "name", rule.name(),
                "type", rule.check().type(),
                "action", rule.action().label(),
                "enabled", Boolean.toString(rule.enabled())));
        if (rule.room() != null) {
            detail.put("room", rule.room());
        }
        audits.add(connection, rule.tenant(), by, new Deed(action, rule.id().toString(), detail));
    }

    private static void demandModerator(Connection connection, Moderator who, @Nullable String room)
            throws SQLException {
        if (room == null) {
            if (!who.isAdmin()) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN, "Rules for all rooms need the role 'admin'; name a room of yours.");
            }
        } else if (!who.moderates(connection, room)) {
            throw ProblemException.notFound();
        }
    }

    private static void demandSpace(Connection connection, Moderator who, @Nullable String room) throws SQLException {
        int most = room == null ? MOST_OF_TENANT : MOST_OF_ROOM;
        if (RuleTable.count(connection, who.tenant(), room) >= most) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "There are " + most + " rules; remove one before you make more.");
        }
    }

    private Check callable(Check check) {
        if (check instanceof Check.Hook(String url, Check.WhenAway _)) {
            outside.refusal(url).ifPresent(reason -> {
                throw ProblemException.invalidProperty("/check/url", reason);
            });
        }
        return check;
    }

    /// As exact as times of messages, which are compared with it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
