package dev.atrium.jobs.outside;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Which addresses belong to the world and which to somebody's own network (the special-purpose
/// registries of IANA, RFC 6890).
final class PublicAddress {

    private static final int IPV4_BYTES = 4;

    private static final List<Network> NOT_PUBLIC_IPV4 = networks(
            "0.0.0.0/8", // this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // behind a carrier's NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, with the metadata of clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /// Of IPv6 only this is handed out; loopback, unique-local, link-local, multicast, and the old
    /// forms that hold an IPv4 address are elsewhere.
    private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

    private static final List<Network> NOT_PUBLIC_IPV6 = networks(
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final int NAT64_IPV4_AT = 12;
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final int SIX_TO_FOUR_IPV4_AT = 2;

    private PublicAddress() {}

    /// Whether the address is one of the world. One that only wraps an IPv4 address is what that is.
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isIpv4(bytes);
        }
        if (NAT64.contains(address)) {
            return isIpv4(Arrays.copyOfRange(bytes, NAT64_IPV4_AT, NAT64_IPV4_AT + IPV4_BYTES));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isIpv4(Arrays.copyOfRange(bytes, SIX_TO_FOUR_IPV4_AT, SIX_TO_FOUR_IPV4_AT + IPV4_BYTES));
        }
        return GLOBAL_IPV6.contains(address) && NOT_PUBLIC_IPV6.stream().noneMatch(n -> n.contains(address));
    }

    private static boolean isIpv4(byte[] bytes) {
        return NOT_PUBLIC_IPV4.stream().noneMatch(network -> network.contains(bytes));
    }

    private static List<Network> networks(String... texts) {
        return Arrays.stream(texts).map(Network::parse).toList();
    }
}
