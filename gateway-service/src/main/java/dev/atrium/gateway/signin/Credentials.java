package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.SessionTokens;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a request identifies itself with. Texts of these never show a secret.
sealed interface Credentials {

    /// What stands before a token in the header, in letters of any case.
    String BEARER = "bearer ";

    /// Nothing: an anonymous request.
    record None() implements Credentials {}

    /// Something in the form of an API key.
    record Key(String text) implements Credentials {
        @Override
        public String toString() {
            return "Key";
        }
    }

    /// Something in the form of a signed access token (JWS, RFC 7515).
    record AccessToken(String text) implements Credentials {
        @Override
        public String toString() {
            return "AccessToken";
        }
    }

    /// Something in the form of a session token.
    record SessionToken(String text) implements Credentials {
        @Override
        public String toString() {
            return "SessionToken";
        }
    }

    /// The same in a cookie, which a browser sends whoever asks it to.
    record SessionCookie(String text) implements Credentials {
        @Override
        public String toString() {
            return "SessionCookie";
        }
    }

    /// A one-time ticket.
    record OneTimeTicket(String text) implements Credentials {
        @Override
        public String toString() {
            return "OneTimeTicket";
        }
    }

    /// Neither of these.
    record Unreadable(String reason) implements Credentials {}

    /// Reads a request's credentials. The header comes first: a ticket beside it is neither needed nor
    /// used up. What somebody says in a request counts more than the cookie that a browser adds.
    ///
    /// @param authorization values of all `Authorization` headers
    /// @param ticket the ticket, on a route where one is taken
    /// @param cookie the session cookie
    /// @param keyPrefix what API keys begin with
    static Credentials of(
            List<String> authorization, Optional<String> ticket, Optional<String> cookie, String keyPrefix) {
        if (authorization.isEmpty()) {
            return ticket.<Credentials>map(OneTimeTicket::new)
                    .or(() -> cookie.map(SessionCookie::new))
                    .orElseGet(None::new);
        }
        if (authorization.size() > 1) {
            return new Unreadable("There is more than one Authorization header.");
        }
        String header = authorization.getFirst().strip();
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Unreadable("The Authorization header must be 'Bearer' and an API key or access token.");
        }
        String token = header.substring(BEARER.length()).strip();
        if (token.startsWith(keyPrefix)) {
            return new Key(token);
        }
        if (!Form.JWS.matcher(token).matches()) {
            return new Unreadable("The bearer token is neither an API key nor a signed access token.");
        }
        return SessionTokens.isOne(token) ? new SessionToken(token) : new AccessToken(token);
    }

    /// Keeps the pattern from being part of the interface.
    final class Form {
        private static final Pattern JWS = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

        private Form() {}
    }
}
