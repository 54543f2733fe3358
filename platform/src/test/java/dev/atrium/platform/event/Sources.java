package dev.atrium.platform.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// What only the sources say of types: comments, which are in no class file, and by what they are keyed.
final class Sources {

    private static final Pattern PARAMETER = Pattern.compile("(?ms)^\\s*@param (\\w+) (.*?)(?=^\\s*@|\\z)");
    private static final Pattern LINK = Pattern.compile("\\[(?:[\\w.]*[.#])?(\\w+)]");
    private static final Pattern REQUIREMENT = Pattern.compile(" \\([A-Z]{2}-\\d+\\)");

    private final Map<String, String> comments = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /// Those of the platform's own types.
    ///
    /// @param types outermost ones
    static Sources of(Path root, Class<?>... types) throws IOException {
        List<Path> files = Arrays.stream(types)
                .map(type ->
                        root.resolve("platform/src/main/java/" + type.getName().replace('.', '/') + ".java"))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Sources sources = new Sources();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    sources.read(trees, unit, (ClassTree) type);
                }
            }
        }
        return sources;
    }

    /// What a type is, or a constant of an enum; empty if nothing is said.
    String about(String simpleName) {
        return line(comments.getOrDefault(simpleName, "").split("(?m)^\\s*@", 2)[0]);
    }

    /// What a component of a record is; empty if nothing is said.
    String about(String simpleName, String component) {
        return PARAMETER
                .matcher(comments.getOrDefault(simpleName, ""))
                .results()
                .filter(parameter -> parameter.group(1).equals(component))
                .map(parameter -> line(parameter.group(2)))
                .findFirst()
                .orElse("");
    }

    /// By what a type says that it is keyed, as a path of its properties; empty if it leaves that to
    /// another.
    Optional<String> key(String simpleName) {
        return Optional.ofNullable(keys.get(simpleName));
    }

    private void read(Trees trees, CompilationUnitTree unit, ClassTree type) {
        String name = type.getSimpleName().toString();
        comment(trees, unit, type, name);
        for (Tree member : type.getMembers()) {
            switch (member) {
                case ClassTree nested -> read(trees, unit, nested);
                case VariableTree constant ->
                    comment(trees, unit, constant, constant.getName().toString());
                case MethodTree method
                when method.getName().contentEquals("key") && method.getBody() != null ->
                    keys.put(name, returned(method));
                default -> {}
            }
        }
    }

    private void comment(Trees trees, CompilationUnitTree unit, Tree tree, String name) {
        String comment = trees.getDocComment(trees.getPath(unit, tree));
        if (comment != null) {
            comments.put(name, comment);
        }
    }

    /// What a method with one statement returns: `file().id()` is `file.id`.
    private static String returned(MethodTree method) {
        ReturnTree only = (ReturnTree) method.getBody().getStatements().getFirst();
        return only.getExpression().toString().replace(".value()", "").replace("()", "");
    }

    /// In one line; requirements stay in the code, and links become names.
    private static String line(String comment) {
        String line =
                REQUIREMENT.matcher(comment.strip().replaceAll("\\s+", " ")).replaceAll("");
        return LINK.matcher(line).replaceAll((MatchResult link) -> "`" + link.group(1) + "`");
    }
}
