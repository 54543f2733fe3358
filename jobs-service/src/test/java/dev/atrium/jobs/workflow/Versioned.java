package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// A workflow of which two versions exist.
abstract class Versioned implements Workflow<Scenario.Input> {

    static final String TYPE = "versioned";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<Scenario.Input> inputType() {
        return Scenario.Input.class;
    }

    @Override
    public Scenario.Input parse(JsonNode input) {
        return Json.MAPPER.convertValue(input, Scenario.Input.class);
    }

    @Override
    public String instanceId(Scenario.Input input) {
        return input.name();
    }

    @ApplicationScoped
    static class First extends Versioned {

        @Override
        public String run(Steps steps, Scenario.Input input) {
            steps.waitFor("go", JsonNode.class, Duration.ofMinutes(5));
            return "first";
        }
    }

    @ApplicationScoped
    static class Second extends Versioned {

        @Override
        public int version() {
            return 2;
        }

        @Override
        public String run(Steps steps, Scenario.Input input) {
            steps.run("new", () -> {});
            steps.waitFor("go", JsonNode.class, Duration.ofMinutes(5));
            return "second";
        }
    }
}
