package dev.atrium.gateway.signin;

import dev.atrium.platform.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a browser goes when it is signed in: a page of the gateway's own, so that nobody can send
/// people through our sign-in to pages of theirs.
final class ReturnPath {

    static final String HOME = "/";

    /// A path, which browsers read as one: neither `//host` nor `/\host`, and no character that they
    /// would drop.
    private static final Pattern FORM = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E&&[^\\\\]]{0,1000}");

    private ReturnPath() {}

    /// @throws ProblemException `invalid-request` for anything but a path, with or without a query and
    ///     a fragment
    static String checked(@Nullable String wanted) {
        if (wanted == null) {
            return HOME;
        }
        if (!FORM.matcher(wanted).matches()) {
            throw ProblemException.invalidParameter("return", "must be a path on this host");
        }
        return wanted;
    }
}
