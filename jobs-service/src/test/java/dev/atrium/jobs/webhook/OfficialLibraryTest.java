package dev.atrium.jobs.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What we send is verified by the official library of Standard Webhooks, which is fetched by `npm ci`
/// on first use.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
@EnabledIf(value = "nodeIsThere", disabledReason = "no Node here: install Node 18 or newer")
final class OfficialLibraryTest {

    private static final Path SOURCES = Path.of("src/test/standardwebhooks");
    private static final Path PLACE = Path.of("target/standardwebhooks");

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    private final Caller ada = Api.user(Api.freshTenant(), "ada");

    static boolean nodeIsThere() {
        try {
            return run(Path.of("."), "", "node", "--version").matches("v(?:1[89]|[2-9][0-9])\\..*\\s*");
        } catch (IOException | InterruptedException _) {
            return false;
        }
    }

    @Test
    void deliveriesAreVerifiedByTheLibrary() throws Exception {
        install();
        Hooks hook = Hooks.register(ada, receiver, "*");
        for (String type : List.of("message.posted", "file.ready", "user.created")) {
            hook.test(type);
        }

        for (StandIn.Asked asked : hook.awaitAsked(3)) {
            assertEquals(
                    Hooks.read(asked.body()),
                    verify(hook.secret(), asked, asked.body()).path("verified"));
            assertTrue(verify(hook.secret(), asked, asked.body() + " ").has("refused"));
            assertTrue(verify("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", asked, asked.body())
                    .has("refused"));
        }
    }

    private static JsonNode verify(String secret, StandIn.Asked asked, String body)
            throws IOException, InterruptedException {
        ObjectNode input = Json.MAPPER.createObjectNode().put("secret", secret).put("body", body);
        asked.headers().forEach(input.putObject("headers")::put);
        return Hooks.read(run(PLACE, input.toString(), "node", "verify.mjs"));
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(PLACE);
        for (String name : List.of("package.json", "package-lock.json", "verify.mjs")) {
            Files.write(PLACE.resolve(name), Files.readAllBytes(SOURCES.resolve(name)));
        }
        if (!Files.isDirectory(PLACE.resolve("node_modules/standardwebhooks"))) {
            run(PLACE, "", "npm", "ci", "--no-audit", "--no-fund");
        }
    }

    private static String run(Path directory, String input, String... command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
        return output;
    }
}
