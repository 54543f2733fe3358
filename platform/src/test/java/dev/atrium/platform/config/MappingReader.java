package dev.atrium.platform.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Reads `@ConfigMapping` interfaces from their sources, with the JDK's parser: their comments are in no class file.
final class MappingReader {

    private static final Pattern LINK = Pattern.compile("\\[(?:\\w*#)?(\\w+)]");

    private final Trees trees;
    private final CompilationUnitTree unit;
    private final Map<String, ClassTree> nested = new HashMap<>();
    private final Map<String, MappingReader> others;

    /// @param others of other files, by the names of their mappings
    private MappingReader(Trees trees, CompilationUnitTree unit, ClassTree mapping, Map<String, MappingReader> others) {
        this.trees = trees;
        this.unit = unit;
        this.others = others;
        for (Tree member : mapping.getMembers()) {
            if (member instanceof ClassTree type) {
                nested.put(type.getSimpleName().toString(), type);
            }
        }
    }

    /// The mappings in these files, in the same order.
    static List<Mapping> read(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            Trees trees = Trees.instance(task);
            Map<String, MappingReader> readers = new HashMap<>();
            List<ClassTree> types = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                ClassTree type = (ClassTree) unit.getTypeDecls().getFirst();
                types.add(type);
                readers.put(name(type), new MappingReader(trees, unit, type, readers));
            }
            return types.stream()
                    .map(type -> Objects.requireNonNull(readers.get(name(type))).mapping(type))
                    .toList();
        }
    }

    private Mapping mapping(ClassTree type) {
        AnnotationTree mapping = Annotations.named("ConfigMapping", type.getModifiers())
                .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " is no mapping"));
        String prefix = Annotations.value(mapping, "prefix");
        return new Mapping(prefix, comment(type), settings(type, prefix + "."));
    }

    private List<Setting> settings(ClassTree type, String prefix) {
        List<Setting> settings = new ArrayList<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                settings.addAll(settings(method, method.getReturnType(), name(method, prefix), false));
            }
        }
        for (Tree inherited : type.getImplementsClause()) {
            settings.addAll(inherited(inherited.toString(), prefix));
        }
        return settings;
    }

    /// @param type nested here, or `Mapping.Type` of another file
    private List<Setting> inherited(String type, String prefix) {
        int dot = type.indexOf('.');
        if (dot >= 0) {
            MappingReader other = Objects.requireNonNull(others.get(type.substring(0, dot)));
            return other.inherited(type.substring(dot + 1), prefix);
        }
        return settings(Objects.requireNonNull(nested.get(type)), prefix);
    }

    private static String name(ClassTree type) {
        return type.getSimpleName().toString();
    }

    private static String name(MethodTree method, String prefix) {
        if (Annotations.named("WithParentName", method.getModifiers()).isPresent()) {
            return prefix.substring(0, prefix.length() - 1);
        }
        return prefix
                + Annotations.named("WithName", method.getModifiers())
                        .map(Annotations::value)
                        .orElseGet(() -> StringUtil.skewer(method.getName().toString()));
    }

    /// @param type of which the value is, or one of its values
    private List<Setting> settings(MethodTree method, Tree type, String name, boolean optional) {
        if (type instanceof ParameterizedTypeTree generic) {
            List<? extends Tree> of = generic.getTypeArguments();
            switch (generic.getType().toString()) {
                case "Optional" -> {
                    return settings(method, of.getFirst(), name, true);
                }
                case "Map" -> {
                    return settings(method, of.getLast(), name + ".<" + chosen(of.getFirst()) + ">", optional);
                }
                default -> {
                    return List.of(setting(method, "list", name, optional));
                }
            }
        }
        if (type instanceof AnnotatedTypeTree annotated) {
            return settings(method, annotated.getUnderlyingType(), name, optional);
        }
        ClassTree own = nested.get(type.toString());
        if (own == null) {
            boolean absent = optional || type.toString().equals("OptionalInt");
            return List.of(setting(method, typeName(type.toString()), name, absent));
        }
        return own.getKind() == Tree.Kind.ENUM
                ? List.of(setting(method, constants(own), name, optional))
                : settings(own, name + ".");
    }

    private Setting setting(MethodTree method, String type, String name, boolean optional) {
        Optional<String> standard =
                Annotations.named("WithDefault", method.getModifiers()).map(Annotations::value);
        return new Setting(
                name, type, optional, standard.orElse(null), Bounds.of(Annotations.of(method)), comment(method));
    }

    private static String typeName(String type) {
        return switch (type) {
            case "int", "long", "short", "double", "Long", "OptionalInt" -> "number";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "boolean" -> "`true`, `false`";
            case "String" -> "text";
            case "Path" -> "directory";
            case "URI" -> "URL";
            case "Quota" -> "quota";
            default -> throw new IllegalStateException("say here what settings of this type are called: " + type);
        };
    }

    private static String chosen(Tree key) {
        return key.toString().equals("String") ? "name" : StringUtil.skewer(key.toString());
    }

    private static String constants(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(constant -> ((VariableTree) constant).getName().toString())
                .map(name -> "`" + name.toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.joining(", "));
    }

    /// What a comment says, in one line; requirements that it names stay in the code.
    private String comment(Tree tree) {
        String comment = trees.getDocComment(trees.getPath(unit, tree));
        if (comment == null) {
            return "";
        }
        String line = comment.strip().replaceAll("\\s+", " ").replaceAll(" \\([A-Z]{2}-\\d+\\)", "");
        return LINK.matcher(line).replaceAll(link -> "`" + StringUtil.skewer(link.group(1)) + "`");
    }
}
