package dev.atrium.gateway.edge;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The network address that a request comes from: the peer's, or, where the peer is a proxy that is
/// trusted, the one that the proxy names. Only the last entry of `X-Forwarded-For` that no trusted proxy
/// has added is believed; what stands before it anybody may have written.
public final class ClientAddress {

    private static final String KEY = ClientAddress.class.getName();
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /// A provider gives a customer this much of an IPv6 address at least, of which the customer has all the
    /// rest.
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final int IPV6_BYTES = 16;

    private final List<IpSubnetFilterRule> proxies;

    /// @param proxies addresses or networks of proxies that are trusted
    ClientAddress(Set<String> proxies) {
        this.proxies = proxies.stream().map(ClientAddress::rule).toList();
    }

    /// The address of a request; of an IPv6 address only its network.
    public static String of(RoutingContext context) {
        String address = context.get(KEY);
        if (address == null) {
            throw new IllegalStateException("the request has not arrived");
        }
        return address;
    }

    void note(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.put(
                KEY,
                find(request.remoteAddress().hostAddress(), request.headers().getAll(FORWARDED_FOR)));
    }

    /// @param peer who has opened the connection
    /// @param forwarded values of all `X-Forwarded-For` headers
    String find(String peer, List<String> forwarded) {
        if (forwarded.isEmpty() && peer.indexOf(':') < 0) {
            // Who connects directly by IPv4 is told by the connection already, in the form in which all addresses are.
            return peer;
        }
        InetAddress address = parse(peer).orElseThrow(() -> new IllegalArgumentException("not an address: " + peer));
        List<String> hops = forwarded.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .toList();
        for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
            Optional<InetAddress> before = parse(hops.get(i));
            if (before.isEmpty()) {
                break;
            }
            address = before.get();
        }
        return network(address);
    }

    /// Whether it is that of a proxy that is trusted.
    boolean isTrusted(InetAddress address) {
        InetSocketAddress any = new InetSocketAddress(address, 0);
        return proxies.stream().anyMatch(proxy -> proxy.matches(any));
    }

    /// No name is looked up.
    private static Optional<InetAddress> parse(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /// The customer of a provider who has an address, and as a rule the rest of its network (/48) too.
    ///
    /// @param address as [#of] says it
    /// @return null of an IPv4 address
    static @Nullable String customer(String address) {
        int first = address.indexOf(':');
        if (first < 0) {
            return null;
        }
        int third = address.indexOf(':', address.indexOf(':', first + 1) + 1);
        return address.substring(0, third) + "/48";
    }

    /// As which an address counts: of an IPv6 address only its network.
    static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + IPV6_NETWORK_BYTES * Byte.SIZE;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static IpSubnetFilterRule rule(String network) {
        int slash = network.indexOf('/');
        String address = slash < 0 ? network : network.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            throw new IllegalArgumentException("not an address or network: '" + network + "'");
        }
        int prefix = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(network.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }
}
