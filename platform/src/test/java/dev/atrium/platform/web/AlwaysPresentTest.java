package dev.atrium.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.Index;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AlwaysPresentTest {

    record View(
            String id,
            @Nullable String note,
            @JsonProperty("class") int kind,
            byte @Nullable [] bytes) {}

    /// Has the name and the properties of another record.
    static final class Elsewhere {

        record Twin(String id, String name) {}
    }

    record Twin(String id, @Nullable String name) {}

    record Several<T>(List<T> items, @Nullable String next) {}

    @org.eclipse.microprofile.openapi.annotations.media.Schema(name = "Named")
    record Otherwise(String id) {}

    record Part(String id) {}

    record Wish(Part part) {}

    private final OpenAPI document = document(Map.of(
            "View", schema("id", "note", "class", "bytes"),
            "View1", schema("id", "size"),
            "Twin", schema("id", "name"),
            "SeveralView", schema("items", "next"),
            "Named", schema("id"),
            "Part", schema("id"),
            "Wish", schema().addProperty("part", OASFactory.createSchema().ref("#/components/schemas/Part"))));

    @Test
    void answersHaveWhatIsNotNullable() throws IOException {
        filter();

        assertEquals(List.of("class", "id"), required("View"));
        assertEquals(List.of("items"), required("SeveralView"));
        assertEquals(List.of("id"), required("Named"));
    }

    @Test
    void ofRecordsThatLookAlikeThatCountsWhatBothHave() throws IOException {
        filter();

        assertEquals(List.of("id"), required("Twin"));
    }

    @Test
    void whatNoRecordIsLikePromisesNothing() throws IOException {
        filter();

        assertNull(required("View1"));
    }

    @Test
    void bodiesOfRequestsSayThemselvesWhatTheyNeed() throws IOException {
        filter();

        assertNull(required("Wish"));
        assertNull(required("Part"));
    }

    private void filter() throws IOException {
        new AlwaysPresent(Index.of(
                        View.class,
                        Twin.class,
                        Elsewhere.Twin.class,
                        Several.class,
                        Otherwise.class,
                        Part.class,
                        Wish.class))
                .filterOpenAPI(document);
    }

    private @Nullable List<String> required(String schema) {
        return Objects.requireNonNull(document.getComponents().getSchemas().get(schema))
                .getRequired();
    }

    private static Schema schema(String... properties) {
        Schema schema = OASFactory.createSchema();
        for (String property : properties) {
            schema.addProperty(property, OASFactory.createSchema());
        }
        return schema;
    }

    private static OpenAPI document(Map<String, Schema> schemas) {
        Operation post = OASFactory.createOperation()
                .requestBody(OASFactory.createRequestBody()
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("#/components/schemas/Wish")))));
        PathItem path = OASFactory.createPathItem().POST(post);
        return OASFactory.createOpenAPI()
                .paths(OASFactory.createPaths().addPathItem("/wishes", path))
                .components(OASFactory.createComponents().schemas(schemas));
    }
}
