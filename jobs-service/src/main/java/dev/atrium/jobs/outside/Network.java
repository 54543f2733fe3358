package dev.atrium.jobs.outside;

import java.net.InetAddress;
import java.util.HexFormat;

/// A range of addresses, as `10.1.0.0/16` or `fd00:1::/32`. A range of IPv4 holds no address of IPv6.
///
/// @param prefix the range's first address in hexadecimal digits
/// @param bits how many of its bits count
public record Network(String prefix, int bits) {

    /// @throws IllegalArgumentException if the text is no range
    public static Network parse(CharSequence text) {
        String[] parts = text.toString().strip().split("/", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        // A numeric form is never looked up.
        byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
        int bits = Integer.parseInt(parts[1]);
        if (bits < 0 || bits > address.length * Byte.SIZE) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        return new Network(HexFormat.of().formatHex(address), bits);
    }

    /// Whether the address is in the range.
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        byte[] first = HexFormat.of().parseHex(prefix);
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((address[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
