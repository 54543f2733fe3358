package dev.atrium.platform.config;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What annotations say, whose values are literals.
final class Annotations {

    private Annotations() {}

    static Optional<AnnotationTree> named(String name, ModifiersTree modifiers) {
        return named(name, modifiers.getAnnotations());
    }

    static Optional<AnnotationTree> named(String name, List<? extends AnnotationTree> annotations) {
        return annotations.stream()
                .map(AnnotationTree.class::cast)
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .findFirst();
    }

    /// Those of a method, and of what its value may have in it: `Optional<@DurationMin(seconds = 1) Duration>`.
    static List<AnnotationTree> of(MethodTree method) {
        List<AnnotationTree> all = new ArrayList<>(method.getModifiers().getAnnotations());
        if (method.getReturnType() instanceof ParameterizedTypeTree generic) {
            for (Tree part : generic.getTypeArguments()) {
                if (part instanceof AnnotatedTypeTree annotated) {
                    all.addAll(annotated.getAnnotations());
                }
            }
        }
        return all;
    }

    /// The only value.
    static String value(AnnotationTree annotation) {
        return value(annotation, "value");
    }

    static String value(AnnotationTree annotation, String name) {
        String value = values(annotation).get(name);
        if (value == null) {
            throw new IllegalStateException("without " + name + ": " + annotation);
        }
        return value;
    }

    static Map<String, String> values(AnnotationTree annotation) {
        Map<String, String> values = new TreeMap<>();
        for (ExpressionTree argument : annotation.getArguments()) {
            if (argument instanceof AssignmentTree assignment) {
                values.put(assignment.getVariable().toString(), literal(assignment.getExpression(), annotation));
            } else {
                values.put("value", literal(argument, annotation));
            }
        }
        return values;
    }

    private static String literal(ExpressionTree value, AnnotationTree annotation) {
        if (value instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        throw new IllegalStateException("a literal tells readers more: " + annotation);
    }
}
