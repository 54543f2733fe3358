package dev.atrium.jobs.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A workflow whose method is what a test says, by the input's name.
@ApplicationScoped
public class Scenario implements Workflow<Scenario.Input> {

    static final String TYPE = "scenario";

    /// Which method to run.
    public record Input(String name) {}

    /// A workflow's method.
    @FunctionalInterface
    interface Method {
        @Nullable
        Object run(Steps steps, AtomicInteger runs);
    }

    private final Map<String, Method> methods = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

    void on(String name, Method method) {
        methods.put(name, method);
        runs.put(name, new AtomicInteger());
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<Input> inputType() {
        return Input.class;
    }

    @Override
    public Input parse(JsonNode input) {
        return Json.MAPPER.convertValue(input, Input.class);
    }

    @Override
    public String instanceId(Input input) {
        return input.name();
    }

    @Override
    public @Nullable Object run(Steps steps, Input input) {
        AtomicInteger count = runs.computeIfAbsent(input.name(), _ -> new AtomicInteger());
        count.incrementAndGet();
        return methods.getOrDefault(input.name(), (_, _) -> "nothing to do").run(steps, count);
    }
}
