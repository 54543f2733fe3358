package dev.atrium.media.upload;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What separates the parts of a form, as its content type says it (RFC 2046, 5.1.1). Strict: what can be
/// read in two ways, the decoder may read in the other one.
final class Boundary {

    private static final String CHARSET = "charset=[A-Za-z0-9._:+-]{1,40}";
    private static final String NAMED = "boundary=(\"?)([A-Za-z0-9'()+_,./:=?-]{1,70})";
    private static final String TWO_AT_MOST = "(?!(?:[^;]*;){3})";
    private static final Pattern FORM = Pattern.compile(
            TWO_AT_MOST + "multipart/form-data[ \t]*;[ \t]*(?:" + CHARSET + ";[ \t]*)?" + NAMED + "\\1(?:;[ \t]*"
                    + CHARSET + ")?",
            Pattern.CASE_INSENSITIVE);

    private Boundary() {}

    /// @param contentTypes all of a request
    /// @throws ProblemException `invalid-request` unless there is one, which names one boundary and at most a
    ///     charset besides
    static String of(List<String> contentTypes) {
        Matcher form = FORM.matcher(contentTypes.size() == 1 ? contentTypes.getFirst() : "");
        if (!form.matches()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The content type of a form is multipart/form-data with one boundary, of 1 to 70 characters.");
        }
        return form.group(2);
    }
}
