package dev.atrium.jobs.workflow;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The workflows that this node knows, by type and version.
@ApplicationScoped
class WorkflowTypes {

    private final TreeMap<String, NavigableMap<Integer, Workflow<?>>> byType = new TreeMap<>();

    WorkflowTypes(@All List<Workflow<?>> workflows) {
        for (Workflow<?> workflow : workflows) {
            var versions = byType.computeIfAbsent(workflow.type(), _ -> new TreeMap<>());
            if (versions.put(workflow.version(), workflow) != null) {
                throw new IllegalStateException(
                        "two workflows of type " + workflow.type() + " and version " + workflow.version());
            }
        }
    }

    Set<String> names() {
        return byType.keySet();
    }

    /// Types whose instances are forgotten when they ended long ago. What this node does not know is left to others.
    List<String> forgotten() {
        return byType.entrySet().stream()
                .filter(type -> type.getValue().values().stream().allMatch(Workflow::isForgotten))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How many instances of a type run at the same time on this node, as their newest versions say; types
    /// without a limit are missing.
    Map<String, Integer> concurrency() {
        Map<String, Integer> most = new HashMap<>();
        byType.forEach((type, versions) ->
                most.put(type, versions.lastEntry().getValue().concurrency()));
        most.values().removeIf(limit -> limit == Integer.MAX_VALUE);
        return most;
    }

    /// The version that new instances get.
    Optional<Workflow<?>> newest(String type) {
        return Optional.ofNullable(byType.get(type))
                .map(versions -> versions.lastEntry().getValue());
    }

    Optional<Workflow<?>> find(String type, int version) {
        return Optional.ofNullable(byType.get(type)).map(versions -> versions.get(version));
    }
}
