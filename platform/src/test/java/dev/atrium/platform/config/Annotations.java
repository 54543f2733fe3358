package dev.atrium.platform.config;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ModifiersTree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What annotations say, whose values are literals.
final class Annotations {

    private Annotations() {}

    static Optional<AnnotationTree> named(String name, ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream()
                .map(AnnotationTree.class::cast)
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .findFirst();
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
