package dev.atrium.jobs.moderation.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/// Regular expressions of users, whose work has a bound: RE2 takes steps in proportion to the text's length times the
/// expression's size, which is limited here.
final class SafePattern {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE;

    /// Most instructions that an expression may become.
    private static final int MOST_INSTRUCTIONS = 500;

    private SafePattern() {}

    /// Why an expression cannot be used; empty if it can.
    static Optional<String> fault(String expression) {
        // Before it is compiled: repetitions of repetitions multiply, also the memory that takes.
        if (new ExpressionSize(expression).estimate() > MOST_INSTRUCTIONS) {
            return Optional.of("must repeat less");
        }
        try {
            return Pattern.compile(expression, FLAGS).programSize() > MOST_INSTRUCTIONS
                    ? Optional.of("must be simpler")
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("must be expressions that RE2 understands: " + e.getDescription());
        }
    }

    /// @param expression without a [#fault]
    static Pattern compile(String expression) {
        return Pattern.compile(expression, FLAGS);
    }
}
