package dev.atrium.jobs.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls a server whose certificate is for `hook.example`, at 127.0.0.1.
class SecureConnectionTest {

    private static final String PASSWORD = "changeit";

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path directory;

    private Path keys;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hook",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hook.example",
                        "-ext",
                        "san=dns:hook.example",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/", exchange -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            seen.add(session.getRequestedServerNames() + " "
                    + exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theNameIsWhatIsAskedForAndWhatTheCertificateMustBeFor() throws Exception {
        HttpClientOptions trusting = new HttpClientOptions()
                .setTrustOptions(new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD));

        Reply right = post(trusting, "hook.example");
        Reply wrong = post(trusting, "other.example");

        assertEquals(204, assertInstanceOf(Reply.Answered.class, right).status());
        assertTrue(assertInstanceOf(Reply.Failed.class, wrong).reason().contains("certificate"));
        assertEquals(1, seen.size());
        assertTrue(seen.getFirst().contains("hook.example"), seen.getFirst());
        assertTrue(
                seen.getFirst().endsWith(" hook.example:" + server.getAddress().getPort()), seen.getFirst());
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        Reply reply = post(new HttpClientOptions(), "hook.example");

        assertTrue(assertInstanceOf(Reply.Failed.class, reply).reason().contains("certificate"));
        assertTrue(seen.isEmpty());
    }

    private Reply post(HttpClientOptions options, String host) throws InterruptedException {
        Wire wire = new Wire(options);
        try {
            OutsideRules rules = new OutsideRules(
                    List.of(Network.parse("127.0.0.1/32")), List.of(PortRange.parse("1-65535")), false);
            Names names = new Names(_ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
            String url = "https://" + host + ":" + server.getAddress().getPort() + "/";
            return new Outside(rules, names, wire)
                    .post(new Call("a", url, Map.of(), new byte[0], Duration.ofSeconds(20), 100));
        } finally {
            wire.close();
        }
    }

    private SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
