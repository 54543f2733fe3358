package dev.atrium.platform.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/// Says in a service's API document which properties answers always have: those of a record's components that are not
/// `@Nullable`, as properties that are null are absent, and no others. Bodies of requests say it themselves, by
/// `@NotNull`: what is in one of these is left as it is, also where answers have it too.
///
/// Runs while the service is built, where its classes are known. The document names schemas after classes without
/// their packages, or as `@Schema` says; where several records have the name and the properties, that counts which is
/// so in all of them.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AlwaysPresent implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName JSON_PROPERTY = DotName.createSimple(JsonProperty.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);

    private final List<ClassInfo> records;

    /// Called by Quarkus.
    public AlwaysPresent(IndexView index) {
        records = index.getKnownClasses().stream().filter(ClassInfo::isRecord).toList();
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null || document.getComponents().getSchemas() == null) {
            return;
        }
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> sent = sent(document, schemas);
        schemas.forEach((name, schema) -> {
            if (!sent.contains(name) && schema.getProperties() != null) {
                require(schema, always(name, schema.getProperties().keySet()));
            }
        });
    }

    private static void require(Schema schema, Set<String> properties) {
        Set<String> required = new TreeSet<>(properties);
        if (schema.getRequired() != null) {
            required.addAll(schema.getRequired());
        }
        if (!required.isEmpty()) {
            schema.setRequired(List.copyOf(required));
        }
    }

    /// What all records of this name with these properties always have; nothing if there is none.
    private Set<String> always(String schema, Set<String> properties) {
        return records.stream()
                .filter(type -> isNamed(schema, type))
                .filter(type -> fields(type)
                        .map(AlwaysPresent::property)
                        .collect(Collectors.toSet())
                        .equals(properties))
                .map(AlwaysPresent::always)
                .reduce(AlwaysPresent::both)
                .orElse(Set.of());
    }

    /// Further ones of the same name have numbers behind it, generic ones what they are of.
    private static boolean isNamed(String schema, ClassInfo type) {
        AnnotationInstance own = type.declaredAnnotation(SCHEMA);
        String name = own == null || own.value("name") == null
                ? type.simpleName()
                : own.value("name").asString();
        return type.typeParameters().isEmpty()
                ? schema.replaceFirst("\\d+$", "").equals(name)
                : schema.startsWith(name);
    }

    private static Set<String> always(ClassInfo type) {
        return fields(type)
                .filter(field -> !field.type().hasAnnotation(NULLABLE))
                .map(AlwaysPresent::property)
                .collect(Collectors.toSet());
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        return some.stream().filter(others::contains).collect(Collectors.toSet());
    }

    private static Stream<FieldInfo> fields(ClassInfo type) {
        return type.fields().stream().filter(field -> !Modifier.isStatic(field.flags()));
    }

    private static String property(FieldInfo field) {
        AnnotationInstance named = field.annotation(JSON_PROPERTY);
        return named == null || named.value() == null
                ? field.name()
                : named.value().asString();
    }

    /// Names of the schemas that are in bodies of requests.
    private static Set<String> sent(OpenAPI document, Map<String, Schema> schemas) {
        Set<String> sent = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(Operation::getRequestBody)
                .filter(body -> body != null && body.getContent() != null)
                .flatMap(body -> body.getContent().getMediaTypes().values().stream())
                .forEach(type -> reach(type.getSchema(), schemas, sent));
        return sent;
    }

    private static void reach(@Nullable Schema schema, Map<String, Schema> schemas, Set<String> reached) {
        if (schema == null) {
            return;
        }
        String reference = schema.getRef();
        if (reference != null) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            if (reached.add(name)) {
                reach(schemas.get(name), schemas, reached);
            }
        }
        parts(schema).forEach(part -> reach(part, schemas, reached));
    }

    private static Stream<Schema> parts(Schema schema) {
        Map<String, Schema> properties = schema.getProperties();
        return Stream.of(
                        properties == null ? null : properties.values(),
                        schema.getAllOf(),
                        schema.getAnyOf(),
                        schema.getOneOf(),
                        schema.getItems() == null ? null : List.of(schema.getItems()),
                        schema.getAdditionalPropertiesSchema() == null
                                ? null
                                : List.of(schema.getAdditionalPropertiesSchema()))
                .filter(Objects::nonNull)
                .flatMap(Collection::stream);
    }
}
