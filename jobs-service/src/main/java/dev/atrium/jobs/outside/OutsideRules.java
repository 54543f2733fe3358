package dev.atrium.jobs.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says which addresses of users may be called. Reasons are for the user, and tell nothing about our
/// network.
@ApplicationScoped
public class OutsideRules {

    private static final int LONGEST_URL = 2_000;
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    /// What ends in a number is an address to some programs and a name to others.
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");

    private final List<Network> allowed;
    private final List<PortRange> ports;
    private final boolean plainHttp;

    @Inject
    OutsideRules(OutsideConfig config) {
        this(config.allowedNetworks().orElse(List.of()), config.ports(), config.plainHttp());
    }

    OutsideRules(List<Network> allowed, List<PortRange> ports, boolean plainHttp) {
        this.allowed = List.copyOf(allowed);
        this.ports = List.copyOf(ports);
        this.plainHttp = plainHttp;
    }

    /// Why this address cannot be called; empty: nothing speaks against it yet. What a name stands for
    /// is judged when it is called, and each time anew.
    public Optional<String> refusal(String url) {
        return switch (judge(url)) {
            case Verdict.Fine _ -> Optional.empty();
            case Verdict.Refused refused -> Optional.of(refused.reason());
        };
    }

    /// What is said of an address.
    sealed interface Verdict {
        record Fine(Target target) implements Verdict {}

        /// @param reason as the end of a sentence about the address
        record Refused(String reason) implements Verdict {}
    }

    Verdict judge(String url) {
        if (url.length() > LONGEST_URL) {
            return new Verdict.Refused("must have at most " + LONGEST_URL + " characters");
        }
        try {
            return judge(new URI(url));
        } catch (URISyntaxException _) {
            return new Verdict.Refused("must be an address like https://example.com/hook");
        }
    }

    private Verdict judge(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !(plainHttp && scheme.equals("http"))) {
            return new Verdict.Refused("must begin with https://" + (plainHttp ? " or http://" : ""));
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.indexOf('@') >= 0) {
            return new Verdict.Refused("must have a host, and no user or password");
        }
        if (uri.getRawFragment() != null) {
            return new Verdict.Refused("must have no fragment");
        }
        String host = host(uri, authority);
        if (host == null) {
            return new Verdict.Refused("must have a host that is a name, or an address in its common form");
        }
        int port = uri.getPort() == -1 ? Target.defaultPort(tls) : uri.getPort();
        if (ports.stream().noneMatch(range -> range.contains(port))) {
            return new Verdict.Refused("must have a port that may be called");
        }
        if (isAddress(host) && !permits(InetAddress.ofLiteral(host))) {
            return new Verdict.Refused("must have a host that is public");
        }
        return new Verdict.Fine(new Target(tls, host, port, path(uri)));
    }

    /// Null if it is neither a name nor an address in its one common form.
    private static @Nullable String host(URI uri, String authority) {
        String host = uri.getHost() == null ? null : uri.getHost().toLowerCase(Locale.ROOT);
        if (host == null || !authority.toLowerCase(Locale.ROOT).startsWith(host)) {
            return null;
        }
        if (IPV6.matcher(host).matches()) {
            return isLiteral(host.substring(1, host.length() - 1)) ? host.substring(1, host.length() - 1) : null;
        }
        if (ENDS_IN_NUMBER.matcher(host).matches()) {
            return IPV4.matcher(host).matches() ? host : null;
        }
        return host.length() <= LONGEST_NAME && NAME.matcher(host).matches() ? host : null;
    }

    private static boolean isLiteral(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    private static String path(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /// Whether the address may be called: public, or in a network that the installation allows.
    boolean permits(InetAddress address) {
        return PublicAddress.is(address) || allowed.stream().anyMatch(network -> network.contains(address));
    }
}
