package dev.atrium.platform.problem;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Ends a request with a problem document. The message is shown to the caller; what only operators may see
/// goes into the cause.
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What `Retry-After` says where nothing better is known.
    public static final String RETRY_AFTER_DEFAULT_SECONDS = "2";

    private final ProblemType type;
    private final transient List<Problem.Fault> faults;
    private final transient List<String> violatedPolicies;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    public ProblemException(ProblemType type, String detail, Throwable cause) {
        this(type, detail, List.of(), cause);
    }

    public ProblemException(ProblemType type, String detail, List<Problem.Fault> faults, @Nullable Throwable cause) {
        this(type, detail, faults, List.of(), cause);
    }

    private ProblemException(
            ProblemType type,
            String detail,
            List<Problem.Fault> faults,
            List<String> violatedPolicies,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.faults = List.copyOf(faults);
        this.violatedPolicies = List.copyOf(violatedPolicies);
    }

    /// More than a plan allows.
    ///
    /// @param meter label of what is used up
    public static ProblemException quotaExceeded(String detail, String meter) {
        return new ProblemException(ProblemType.QUOTA_EXCEEDED, detail, List.of(), List.of(meter), null);
    }

    /// An invalid request with one fault in a property of the body.
    ///
    /// @param pointer JSON pointer to it
    /// @param fault what is wrong with it, as the end of a sentence
    public static ProblemException invalidProperty(String pointer, String fault) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The body is not valid: '" + pointer + "' " + fault + ".",
                List.of(Problem.Fault.inBody(pointer, fault)),
                null);
    }

    /// An invalid request with one fault in a parameter.
    public static ProblemException invalidParameter(String name, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The parameter '" + name + "' is not valid: " + detail,
                List.of(Problem.Fault.inParameter(name, detail)),
                null);
    }

    /// The answer for what does not exist and for what the caller may not know to exist: always the same.
    public static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address that you may read.");
    }

    /// Whether a failure is a problem of a type.
    public static Predicate<Throwable> ofType(ProblemType type) {
        return failure -> failure instanceof ProblemException problem && problem.type == type;
    }

    public ProblemType type() {
        return type;
    }

    /// The document for this problem, without an instance.
    public Problem problem() {
        String detail = getMessage() == null ? type.title() : getMessage();
        return new Problem(type.uri(), type.title(), type.status(), detail, null, faults, violatedPolicies);
    }
}
