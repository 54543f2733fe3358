package dev.atrium.gateway.ticket;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Issues and redeems tickets. Redis knows the hash of a ticket only, and forgets it when it is redeemed or after 30
/// seconds, whichever is first.
@ApplicationScoped
public class Tickets {

    /// How long a ticket can be redeemed.
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final int RANDOM_BYTES = 24;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");

    private final SecureRandom random = new SecureRandom();
    private final Redis redis;

    Tickets(Redis redis) {
        this.redis = redis;
    }

    /// A new ticket for what it shall stand for.
    public Uni<String> issue(Ticket meaning) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Request set = Request.cmd(Command.SET)
                .arg(key(ticket))
                .arg(Json.write(meaning))
                .arg("EX")
                .arg(LIFETIME.toSeconds());
        return redis.send(set).replaceWith(ticket);
    }

    /// Takes a ticket out of circulation: of several attempts with the same ticket one gets it.
    ///
    /// @return what it stood for; empty if it is unknown, used or too old
    public Uni<Optional<Ticket>> redeem(String ticket) {
        if (!FORM.matcher(ticket).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return redis.send(Request.cmd(Command.GETDEL).arg(key(ticket)))
                .map(found -> found.map(json -> Json.read(json.toString(), Ticket.class)));
    }

    private static String key(String ticket) {
        return "ticket:" + Sha256.hex(ticket);
    }
}
