package dev.atrium.localstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Takes every mail and delivers none: SMTP in, a page and a small API out. `GET /api/messages?to=` answers
/// `{"items":[{id, messageId, from, to, subject, text, receivedAt}]}`, newest first; `DELETE /api/messages` forgets
/// all.
final class MailServer implements Server {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ports ports;
    private final Inbox inbox = new Inbox(InstantSource.system());
    private volatile @Nullable GreenMail smtp;
    private volatile @Nullable HttpServer http;

    MailServer(Ports ports) {
        this.ports = ports;
    }

    @Override
    public CompletableFuture<Integer> start() throws IOException {
        TcpPort.requireFree(ports.smtp());
        TcpPort.requireFree(ports.mailCatcher());
        ServerSetup setup = new ServerSetup(ports.smtp(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(60_000); // milliseconds
        GreenMail mail = new GreenMail(setup);
        mail.getUserManager().setMessageDeliveryHandler(inbox);
        mail.start();
        smtp = mail;
        HttpServer server = HttpServer.create(TcpPort.address(ports.mailCatcher()), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/messages", this::answerApi);
        server.createContext("/", this::answerPage);
        server.start();
        http = server;
        return new CompletableFuture<>();
    }

    @Override
    public void stop() {
        HttpServer server = http;
        if (server != null) {
            server.stop(0);
        }
        GreenMail mail = smtp;
        if (mail != null) {
            mail.stop();
        }
    }

    private void answerApi(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                List<Map<String, String>> items = new ArrayList<>();
                for (Mail mail : inbox.find(recipient(exchange))) {
                    items.add(json(mail));
                }
                send(exchange, 200, "application/json", JSON.writeValueAsString(Map.of("items", items)));
            }
            case "DELETE" -> {
                inbox.clear();
                send(exchange, 204, "application/json", "");
            }
            default -> send(exchange, 405, "text/plain", "GET or DELETE");
        }
    }

    private void answerPage(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/")) {
            send(exchange, 404, "text/plain", "not found");
            return;
        }
        StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><title>Mails</title><h1>Mails</h1>");
        for (Mail mail : inbox.find("")) {
            page.append("<hr><p><b>%s</b><br>%s &rarr; %s, %s</p><pre>%s</pre>"
                    .formatted(
                            escape(mail.subject()),
                            escape(mail.from()),
                            escape(mail.to()),
                            mail.receivedAt(),
                            escape(mail.text())));
        }
        send(exchange, 200, "text/html", page.toString());
    }

    private static String recipient(HttpExchange exchange) {
        @Nullable String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return "";
        }
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("to=")) {
                return URLDecoder.decode(parameter.substring("to=".length()), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static Map<String, String> json(Mail mail) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", mail.id());
        fields.put("messageId", mail.messageId());
        fields.put("from", mail.from());
        fields.put("to", mail.to());
        fields.put("subject", mail.subject());
        fields.put("text", mail.text());
        fields.put("receivedAt", mail.receivedAt().toString());
        return fields;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
