package dev.atrium.platform.testing;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A [TestStack] of which some servers can be taken away for a while.
public final class GatedStack implements AutoCloseable {

    /// The setting that has Kafka's address. Its clients are told by the broker where it is: that must be
    /// the gate, which containers do not know.
    public static final String KAFKA = "kafka.bootstrap.servers";

    private static final Pattern ADDRESS = Pattern.compile("(?<scheme>[a-z]+://)?(?<host>[^/:]+):(?<port>[0-9]+)");

    private final TestStack stack;
    private final Map<String, TcpGate> gates;
    private final Map<String, String> settings;

    private GatedStack(TestStack stack, Map<String, TcpGate> gates, Map<String, String> settings) {
        this.stack = stack;
        this.gates = gates;
        this.settings = Map.copyOf(settings);
    }

    /// Starts a stack.
    ///
    /// @param parts as for [TestStack]
    /// @param gated settings that have the addresses of the servers that can be taken away
    public static GatedStack start(String parts, String... gated) {
        Map<String, TcpGate> gates = new LinkedHashMap<>();
        List.of(gated).forEach(setting -> gates.put(setting, TcpGate.opened()));
        Map<String, String> arguments = new HashMap<>(Map.of("parts", parts));
        if (Arrays.asList(gated).contains(KAFKA)) {
            arguments.put(
                    "kafka-advertised", Integer.toString(gate(gates, KAFKA).port()));
        }
        TestStack stack = new TestStack();
        stack.init(arguments);
        Map<String, String> settings = new HashMap<>(stack.start());
        gates.forEach((setting, gate) ->
                settings.put(setting, throughGate(setting, settings.getOrDefault(setting, ""), gate)));
        return new GatedStack(stack, gates, settings);
    }

    private static String throughGate(String setting, String address, TcpGate gate) {
        Matcher match = ADDRESS.matcher(address);
        if (!match.matches()) {
            throw new IllegalStateException("no address of a server: " + setting + "=" + address);
        }
        gate.leadTo(new InetSocketAddress(match.group("host"), Integer.parseInt(match.group("port"))));
        String scheme = match.group("scheme") == null ? "" : match.group("scheme");
        return scheme + "127.0.0.1:" + gate.port();
    }

    /// The settings for the service under test.
    public Map<String, String> settings() {
        return settings;
    }

    /// Runs something while the only server that can be taken away is gone.
    public void without(Runnable work) {
        without(gates.keySet().iterator().next(), work);
    }

    /// Runs something while a server is gone.
    ///
    /// @param setting that has its address
    public void without(String setting, Runnable work) {
        TcpGate gate = gate(gates, setting);
        gate.shut();
        try {
            work.run();
        } finally {
            gate.open();
        }
    }

    @Override
    public void close() {
        gates.values().forEach(TcpGate::close);
        stack.stop();
    }

    private static TcpGate gate(Map<String, TcpGate> gates, String setting) {
        return Objects.requireNonNull(gates.get(setting), setting);
    }
}
