package dev.atrium.jobs.moderation.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds links in texts that do not lead where they may.
final class LinkFinder {

    /// What stands between the scheme, or `www.`, and the path.
    private static final Pattern LINK = Pattern.compile("(?:[a-z][a-z0-9+.-]*://|\\bwww\\.)([^\\s/?#\\\\<>\"')\\]]+)");

    /// What could be a domain, linked or not.
    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}.。-]*[\\p{L}\\p{N}]");

    private final Set<String> allowed;
    private final Set<String> blocked;

    LinkFinder(Check.Links check) {
        allowed = check.allow().stream().map(LinkFinder::host).collect(Collectors.toUnmodifiableSet());
        blocked = check.block().stream().map(LinkFinder::host).collect(Collectors.toUnmodifiableSet());
    }

    /// @param line in [PlainForm]
    /// @return the first host that is linked and must not be
    Optional<String> find(String line) {
        Matcher matcher = (blocked.isEmpty() ? LINK : DOMAIN).matcher(line);
        while (matcher.find()) {
            String host = host(blocked.isEmpty() ? matcher.group(1) : matcher.group());
            if (blocked.isEmpty() ? !isOf(host, allowed) : isOf(host, blocked)) {
                return Optional.of(host);
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(String host, Set<String> domains) {
        if (domains.isEmpty()) {
            return false;
        }
        String rest = host;
        while (!rest.isEmpty()) {
            if (domains.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        return false;
    }

    /// The ASCII form of an authority's host: what stands before an `@` is a name that deceives.
    private static String host(String authority) {
        String host = PlainForm.of(authority.substring(authority.lastIndexOf('@') + 1));
        int port = host.indexOf(':');
        String name = port < 0 ? host : host.substring(0, port);
        try {
            return stripDots(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            // No name that the domain name system could have.
            return stripDots(name);
        }
    }

    private static String stripDots(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '.') {
            end--;
        }
        int start = 0;
        while (start < end && name.charAt(start) == '.') {
            start++;
        }
        return name.substring(start, end);
    }
}
