package dev.atrium.gateway.problempage;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// `/problems`: every type of problem that the suite answers with, as a page for people and as JSON for programs.
@Path("/problems")
public class ProblemPageResource {

    /// A type of problem.
    ///
    /// @param type its address, as in problem documents
    /// @param page the path of its page
    /// @param cause why it happens
    /// @param cure what the caller can do
    public record Entry(String type, String page, String title, int status, String cause, String cure) {

        static Entry of(ProblemType type) {
            return new Entry(type.uri(), type.page(), type.title(), type.status(), type.cause(), type.cure());
        }
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public String page() {
        return ProblemPage.all(all());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public List<Entry> list() {
        return all();
    }

    @GET
    @Path("{slug}")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public String page(@PathParam("slug") String slug) {
        return ProblemPage.one(find(slug));
    }

    @GET
    @Path("{slug}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Entry entry(@PathParam("slug") String slug) {
        return find(slug);
    }

    private static List<Entry> all() {
        return Arrays.stream(ProblemType.values()).map(Entry::of).toList();
    }

    private static Entry find(String slug) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.slug().equals(slug))
                .findFirst()
                .map(Entry::of)
                .orElseThrow(ProblemException::notFound);
    }
}
