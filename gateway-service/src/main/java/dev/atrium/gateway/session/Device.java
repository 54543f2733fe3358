package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.ClientAddress;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From where a session is used, as much of it as its owner needs to know it again.
///
/// @param userAgent program and system, for example `Firefox on Linux`
/// @param address a network, not one address: of IPv4 the first three numbers, of IPv6 the first three
///     groups
public record Device(String userAgent, String address) {

    private static final String UNKNOWN = "unknown";
    private static final int NAME_MAX = 60;

    /// Browsers say what they are like as well: who is more special comes first.
    private static final List<Map.Entry<String, String>> PROGRAMS = List.of(
            Map.entry("Edg", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("SamsungBrowser/", "Samsung Internet"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("FxiOS/", "Firefox"),
            Map.entry("CriOS/", "Chrome"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Android", "Android"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Linux", "Linux"));

    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)?");
    private static final Pattern IPV4 = Pattern.compile("(\\d+\\.\\d+\\.\\d+)\\.\\d+");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):.*");

    public static Device of(RoutingContext context) {
        return new Device(
                program(context.request().getHeader(HttpHeaders.USER_AGENT)), network(ClientAddress.of(context)));
    }

    /// @param header `User-Agent`, if there is one
    static String program(@Nullable String header) {
        String agent = Objects.requireNonNullElse(header, "");
        String program = first(PROGRAMS, agent);
        String system = first(SYSTEMS, agent);
        if (program.isEmpty()) {
            Matcher product = PRODUCT.matcher(agent);
            String name = product.lookingAt() ? product.group() : UNKNOWN;
            return name.substring(0, Math.min(name.length(), NAME_MAX));
        }
        return system.isEmpty() ? program : program + " on " + system;
    }

    static String network(String address) {
        Matcher ipv4 = IPV4.matcher(address);
        if (ipv4.matches()) {
            return ipv4.group(1) + ".0/24";
        }
        Matcher ipv6 = IPV6.matcher(address);
        return ipv6.matches() ? ipv6.group(1) + "::/48" : UNKNOWN;
    }

    private static String first(List<Map.Entry<String, String>> names, String agent) {
        return names.stream()
                .filter(name -> agent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
