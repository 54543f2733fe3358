package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.List;

/// A notice that somebody may send.
///
/// @param notice without faults
record Submission(Caller sender, Category category, Notice notice) {

    /// @param pointer where the notice stands in the body of the request; empty: it is the body
    /// @throws ProblemException `invalid-request`, `forbidden`
    static Submission checked(Caller sender, Notice notice, String pointer) {
        List<Problem.Fault> faults = notice.faults().stream()
                .map(fault -> Problem.Fault.inBody(pointer + fault.pointer(), fault.detail()))
                .toList();
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The notice has " + faults.size() + " fault(s).", faults, null);
        }
        Category category = category(sender, notice, pointer);
        if (sender.tenant().equals(TenantId.COMMONS)
                && !List.of(sender.subject()).equals(notice.recipients())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Outside of an organisation one can notify only oneself.");
        }
        return new Submission(sender, category, notice);
    }

    private static Category category(Caller sender, Notice notice, String pointer) {
        Category usual = sender.isAdmin() ? Category.SYSTEM : Category.APP;
        Category category = notice.category() == null ? usual : notice.category();
        if (category != Category.SYSTEM && category != Category.APP) {
            throw ProblemException.invalidProperty(pointer + "/category", "must be system or app");
        }
        if (category == Category.SYSTEM) {
            Access.requireAdmin(sender);
        }
        return category;
    }
}
