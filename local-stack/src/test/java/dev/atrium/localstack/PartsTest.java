package dev.atrium.localstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Every part answers, as the services use it.
class PartsTest {

    @TempDir
    static Path data;

    private static RunningStack stack;
    private static Map<String, String> settings;

    @BeforeAll
    static void start() throws IOException {
        stack = RunningStack.start(data, RunningStack.freePorts(), "--parts", "postgres,kafka,s3,redis,mail")
                .ready();
        settings = Files.readAllLines(data.resolve("run/suite.env")).stream()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void theSettingsNameEveryPartAndAreForTheOwnerOnly() throws IOException {
        Ports ports = stack.ports();

        assertEquals("127.0.0.1:" + ports.postgres(), setting("ATRIUM_POSTGRES"));
        assertEquals("127.0.0.1:" + ports.kafka(), setting("KAFKA_BOOTSTRAP_SERVERS"));
        assertEquals("redis://127.0.0.1:" + ports.redis(), setting("ATRIUM_REDIS"));
        assertEquals("http://127.0.0.1:" + ports.keycloak() + "/realms/atrium", setting("ATRIUM_OIDC_ISSUER"));
        assertEquals(data.toRealPath().resolve("keys").toString(), setting("ATRIUM_KEYS"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("run/suite.env"))));
    }

    @Test
    void aClassicGroupWithASessionOfSixSecondsReadsWhatWasWritten() throws Exception {
        Map<String, Object> common = Map.of("bootstrap.servers", setting("KAFKA_BOOTSTRAP_SERVERS"));
        try (Admin admin = Admin.create(common)) {
            admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(common, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("letters", "a", "alpha")).get();
        }

        Properties group = new Properties();
        group.putAll(common);
        group.putAll(Map.of("group.id", "readers", "auto.offset.reset", "earliest", "session.timeout.ms", 6000));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(group, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("letters"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
    }

    @Test
    void anObjectIsThereForTheOwnerOfTheKeyOnly() throws Exception {
        try (S3Client owner = s3(setting("ATRIUM_S3_SECRET_KEY"))) {
            owner.putObject(put -> put.bucket("atrium").key("a/b"), RequestBody.fromString("hello"));
            assertEquals(
                    "hello",
                    owner.getObjectAsBytes(get -> get.bucket("atrium").key("a/b"))
                            .asUtf8String());
        }

        try (S3Client other = s3("wrong")) {
            S3Exception refused = assertThrows(
                    S3Exception.class,
                    () -> other.getObjectAsBytes(get -> get.bucket("atrium").key("a/b")));
            assertEquals(403, refused.statusCode());
        }
        for (String path : List.of("/atrium", "/atrium/a/b")) {
            assertEquals(403, get(setting("ATRIUM_S3_ENDPOINT") + path).statusCode(), path);
        }
    }

    @Test
    void redisKeepsAValueForWhoHasThePassword() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stack.ports().redis())) {
            String password = setting("ATRIUM_REDIS_PASSWORD");
            socket.getOutputStream()
                    .write(("GET k\r\nAUTH " + password + "\r\nSET k v\r\nGET k\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String refused = "-NOAUTH Authentication required.\r\n";
            assertEquals(
                    refused + "+OK\r\n+OK\r\n$1\r\nv\r\n",
                    new String(socket.getInputStream().readNBytes(refused.length() + 17), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aMailIsKeptForItsRecipientAndForgottenOnRequest() throws Exception {
        send("carol@acme.test", "Welcome, \"Carol\" <3", "Grüße aus dem Atrium");
        send("dave@acme.test", "Other", "-");

        JsonNode items = mails("?to=Carol%40acme.test");

        assertEquals(1, items.size());
        JsonNode mail = items.get(0);
        assertEquals("Welcome, \"Carol\" <3", mail.path("subject").asText());
        assertEquals("Grüße aus dem Atrium", mail.path("text").asText().strip());
        assertEquals("atrium@acme.test", mail.path("from").asText());
        assertEquals("carol@acme.test", mail.path("to").asText());
        assertTrue(mail.path("messageId").asText().startsWith("<"));
        assertTrue(mail.path("receivedAt").asText().endsWith("Z"));
        assertTrue(get(catcher() + "/").body().contains("Welcome, \"Carol\" &lt;3"));

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest forget = HttpRequest.newBuilder(URI.create(catcher() + "/api/messages"))
                    .DELETE()
                    .build();
            client.send(forget, HttpResponse.BodyHandlers.discarding());
        }
        assertEquals(0, mails("").size());
    }

    @Test
    void aSecondStackOnTheSameDataIsRefused() throws Exception {
        RunningStack second = RunningStack.start(data, RunningStack.freePorts(), "--parts", "redis");

        assertEquals(3, second.exit());
        assertTrue(stack.process().isAlive());
    }

    private static void send(String to, String subject, String text) throws Exception {
        Properties smtp = new Properties();
        smtp.put("mail.smtp.host", setting("ATRIUM_SMTP_HOST"));
        smtp.put("mail.smtp.port", setting("ATRIUM_SMTP_PORT"));
        MimeMessage message = new MimeMessage(Session.getInstance(smtp));
        message.setFrom("atrium@acme.test");
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        message.setText(text, "UTF-8");
        Transport.send(message);
    }

    private static JsonNode mails(String query) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(get(catcher() + "/api/messages" + query).body())
                .path("items");
    }

    private static String catcher() {
        return "http://127.0.0.1:" + stack.ports().mailCatcher();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static S3Client s3(String secret) {
        return S3Client.builder()
                .endpointOverride(URI.create(setting("ATRIUM_S3_ENDPOINT")))
                .region(Region.of(setting("ATRIUM_S3_REGION")))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(setting("ATRIUM_S3_ACCESS_KEY"), secret)))
                .build();
    }

    private static String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new AssertionError("not set: " + name);
        }
        return value;
    }
}
