import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Gets the audit trail of an organisation, and checks one without any server. `./atrium audit`
///
/// An entry's hash is the SHA-256 of the hash before it (32 zero bytes at first) and of its fields in the
/// order of [#FIELDS], each behind its length in bytes as a big-endian number of 32 bits.
final class Audit {

    private static final String USAGE =
            """
            usage: ./atrium audit export > FILE     all entries, one JSON object a line, oldest first
                   ./atrium audit verify FILE...    whether entries were changed, removed or put elsewhere
                   ./atrium audit verify FILE --head SEQ:HASH
                                                    the same, and whether that entry is still there
                   ./atrium audit verify FILE... --anchors FILE --keys FILE
                                                    the same, and whether the entries are those that were there
                                                    whenever the gateway signed an anchor
                   ./atrium audit anchors > FILE    all anchors, one a line
                   ./atrium audit keys > FILE       the public keys for them
                   ./atrium audit export --tenant TENANT > FILE
                   ./atrium audit anchors --tenant TENANT > FILE
                                                    those of any tenant, such as commons, for the operator; that
                                                    they were read stands in the trail
            export, anchors and keys ask the gateway at $ATRIUM_URL, default http://127.0.0.1:8080, with the access
            token of an administrator in $ATRIUM_TOKEN. Keep anchors and keys (or the head that verify prints) where
            who runs the database cannot write: they show later that no entry was removed or written anew.""";

    private static final List<String> OPTIONS = List.of("--head", "--anchors", "--keys");
    private static final List<String> FIELDS =
            List.of("tenant", "seq", "time", "actor", "action", "target", "outcome", "request", "detail");

    private Audit() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args.length == 0 ? "" : args[0]) {
            case "export" -> export(root(args));
            case "anchors" -> anchors(root(args));
            case "keys" -> print(get("/api/audit/keys"));
            case "verify" -> verify(List.of(args).subList(1, args.length));
            default -> misused();
        }
    }

    private static void misused() {
        System.err.println(USAGE);
        System.exit(2);
    }

    private static void verify(List<String> arguments) throws IOException {
        List<String> files = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (!arguments.get(i).startsWith("--")) {
                files.add(arguments.get(i));
            } else if (OPTIONS.contains(arguments.get(i)) && i + 1 < arguments.size()) {
                options.put(arguments.get(i), arguments.get(++i));
            } else {
                misused();
            }
        }
        boolean odd = options.containsKey("--anchors") != options.containsKey("--keys")
                || (options.containsKey("--head") && files.size() > 1);
        if (files.isEmpty() || odd) {
            misused();
        }
        System.exit(verify(files, options) ? 0 : 1);
    }

    /// Where the trail is that is asked for: one's own organisation's, or a tenant's.
    private static String root(String[] args) {
        if (args.length == 3 && args[1].equals("--tenant")) {
            return "/api/tenants/" + URLEncoder.encode(args[2], StandardCharsets.UTF_8) + "/audit";
        }
        if (args.length != 1) {
            misused();
        }
        return "/api/audit";
    }

    private static void export(String root) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        forEach(root, entry -> lines.add(line(entry)));
        lines.reversed().forEach(Audit::print);
    }

    private static void anchors(String root) throws IOException, InterruptedException {
        forEach(root + "/anchors", anchor -> print(Json.text(anchor, "jws")));
    }

    private static void forEach(String list, Consumer<Object> action) throws IOException, InterruptedException {
        String cursor = "";
        do {
            Object page = Json.read(get(list + "?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
            if (Json.get(page, "items") instanceof List<?> items) {
                items.forEach(action);
            }
            cursor = Json.text(page, "nextCursor");
        } while (!cursor.isEmpty());
    }

    /// As the hashes were made, whatever the terminal's own encoding is.
    private static void print(String line) {
        System.out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static String get(String path) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        String url = environment.getOrDefault("ATRIUM_URL", "http://127.0.0.1:8080");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + environment.getOrDefault("ATRIUM_TOKEN", ""))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            while (answer.statusCode() == 429) {
                long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(1);
                System.err.println("audit: a limit is reached, going on in " + seconds + " s");
                Thread.sleep(Duration.ofSeconds(seconds));
                answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            }
            if (answer.statusCode() != 200) {
                System.err.println("audit: the gateway says " + answer.statusCode() + " " + answer.body());
                System.exit(1);
            }
            return answer.body();
        }
    }

    private static String line(Object entry) {
        StringBuilder line = new StringBuilder("{");
        for (String field : FIELDS) {
            line.append(Json.quote(field)).append(':').append(field.equals("seq")
                            ? Long.toString(Json.number(entry, field))
                            : Json.quote(Json.text(entry, field)))
                    .append(',');
        }
        return line.append("\"hash\":").append(Json.quote(Json.text(entry, "hash"))).append('}').toString();
    }

    private static boolean verify(List<String> files, Map<String, String> options) throws IOException {
        AuditAnchors anchors;
        try {
            anchors = options.containsKey("--anchors")
                    ? AuditAnchors.read(Path.of(options.get("--anchors")), Path.of(options.get("--keys")))
                    : null;
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            return false;
        }
        boolean fits = true;
        for (String file : files) {
            String fault = Files.isReadable(Path.of(file))
                    ? check(Files.readAllLines(Path.of(file)), options.getOrDefault("--head", ""), anchors, file)
                    : "cannot be read";
            if (!fault.isEmpty()) {
                System.out.println(file + ": " + fault);
                fits = false;
            }
        }
        return fits;
    }

    /// What is wrong; empty if nothing is.
    ///
    /// @param head empty: any will do
    /// @param anchors null: without
    private static String check(List<String> lines, String head, AuditAnchors anchors, String file) {
        List<String> hashes = new ArrayList<>();
        String previous = "00".repeat(32);
        String tenant = "";
        boolean headFound = head.isEmpty();
        long seq = 0;
        for (String line : lines) {
            seq++;
            Object entry;
            try {
                entry = Json.read(line);
            } catch (IllegalArgumentException e) {
                return "line " + seq + " is no entry";
            }
            if (Json.number(entry, "seq") != seq) {
                return "entry " + Json.number(entry, "seq") + " stands where entry " + seq + " should be";
            }
            if (!hash(previous, entry, seq).equals(Json.text(entry, "hash"))) {
                return "entry " + seq + " is not what was written";
            }
            if (!tenant.isEmpty() && !tenant.equals(Json.text(entry, "tenant"))) {
                return "entry " + seq + " is of another tenant";
            }
            tenant = Json.text(entry, "tenant");
            previous = Json.text(entry, "hash");
            hashes.add(previous);
            headFound |= head.equals(seq + ":" + previous);
        }
        if (!headFound) {
            return "the entry " + head + " is not there";
        }
        String fault = anchors == null ? "" : anchors.fault(tenant, hashes);
        if (fault.isEmpty()) {
            System.out.println(file + ": " + seq + " entries of " + tenant + " fit; head " + seq + ":" + previous
                    + (anchors == null ? "" : "; " + anchors.reach(tenant)));
        }
        return fault;
    }

    private static String hash(String previous, Object entry, long seq) {
        MessageDigest digest = sha256();
        digest.update(HexFormat.of().parseHex(previous));
        for (String field : FIELDS) {
            String text = field.equals("seq") ? Long.toString(seq) : Json.text(entry, field);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
