package dev.atrium.gateway.audit;

import dev.atrium.platform.hash.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// An entry of a tenant's audit trail.
///
/// @param seq 1, 2, … within the tenant
/// @param actor subject of who did it
/// @param target id of what it was done to; empty if that was never made
/// @param outcome `done`, or `refused` to somebody who may not
/// @param request id of the request; empty outside of any
/// @param detail what else is known, as JSON
/// @param hash SHA-256 over the hash of the entry before and all of the above, in hexadecimal digits
public record Entry(
        String tenant,
        long seq,
        Instant time,
        String actor,
        String action,
        String target,
        String outcome,
        String request,
        String detail,
        String hash) {

    /// What stands for the hash before the first entry.
    static final String START = "00".repeat(32);

    /// The same with its hash.
    ///
    /// @param previous hash of the entry before; [#START] for the first
    Entry chainedTo(String previous) {
        List<String> fields =
                List.of(tenant, Long.toString(seq), time.toString(), actor, action, target, outcome, request, detail);
        return new Entry(tenant, seq, time, actor, action, target, outcome, request, detail, hash(previous, fields));
    }

    /// SHA-256 over the hash before and all fields, each behind its length in bytes as a big-endian number
    /// of 32 bits.
    private static String hash(String previous, List<String> fields) {
        ByteArrayOutputStream chained = new ByteArrayOutputStream();
        chained.writeBytes(HexFormat.of().parseHex(previous));
        for (String field : fields) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            chained.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            chained.writeBytes(bytes);
        }
        return Sha256.hex(chained.toByteArray());
    }
}
