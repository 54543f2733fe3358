package dev.atrium.gateway.edge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which pages may open WebSockets. Browsers let any page open a socket anywhere, and only tell the
/// server which page it was; other clients send no origin.
public final class Origins {

    private final Set<String> others;

    /// @param others the origins that are allowed besides the gateway's own
    public Origins(Set<String> others) {
        this.others = Set.copyOf(others);
    }

    /// @param origin the header; null if it is absent
    /// @param authority host and port under which the client reached the gateway; null if it did not say
    public boolean allows(@Nullable String origin, @Nullable String authority) {
        return origin == null || others.contains(origin) || isSame(origin, authority);
    }

    /// Whether a page is one of the gateway's own: the scheme does not count, because TLS may end
    /// before the gateway.
    ///
    /// @param origin the header
    /// @param authority host and port under which the client reached the gateway; null if it did not say
    public static boolean isSame(String origin, @Nullable String authority) {
        if (authority == null) {
            return false;
        }
        try {
            URI page = new URI(origin);
            return page.getHost() != null
                    && withPort(page.getAuthority(), page.getScheme()).equals(withPort(authority, page.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withPort(String authority, String scheme) {
        String lower = authority.toLowerCase(Locale.ROOT);
        boolean hasPort = lower.lastIndexOf(':') > lower.lastIndexOf(']');
        return hasPort ? lower : lower + (scheme.equals("https") ? ":443" : ":80");
    }
}
