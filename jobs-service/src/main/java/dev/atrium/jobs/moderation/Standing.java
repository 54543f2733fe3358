package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Verdict;

/// How a message stands with the moderation, and what moves it. Pure.
///
/// @param hidden whether it is to be out of sight
record Standing(ItemStatus status, boolean hidden) {

    /// Nothing was objected to yet.
    static final Standing NONE = new Standing(ItemStatus.APPROVED, false);

    /// What may happen to it.
    sealed interface Move {

        /// Rules have found something.
        ///
        /// @param newText whether in a text that nobody has decided about
        record Found(Verdict verdict, boolean newText) implements Move {}

        /// Somebody has reported it.
        ///
        /// @param newText as for [Found]
        record Reported(boolean newText) implements Move {}

        record Approved() implements Move {}

        record Rejected() implements Move {}

        /// The message is no longer there.
        record Deleted() implements Move {}
    }

    /// Where a move leads. What people decided is undone by people only, unless the text is another one; what is
    /// deleted stays so.
    Standing after(Move move) {
        if (status == ItemStatus.DELETED) {
            return this;
        }
        return switch (move) {
            case Move.Found found -> after(found);
            case Move.Reported reported ->
                status == ItemStatus.APPROVED && reported.newText() ? new Standing(ItemStatus.PENDING, hidden) : this;
            case Move.Approved _ -> new Standing(ItemStatus.APPROVED, false);
            case Move.Rejected _ -> new Standing(ItemStatus.REJECTED, true);
            case Move.Deleted _ -> new Standing(ItemStatus.DELETED, false);
        };
    }

    private Standing after(Move.Found found) {
        boolean decided = status == ItemStatus.REJECTED || (status == ItemStatus.APPROVED && !found.newText());
        if (decided) {
            return this;
        }
        return switch (found.verdict()) {
            case FLAG -> new Standing(ItemStatus.PENDING, hidden);
            case HOLD -> new Standing(ItemStatus.PENDING, true);
            case REJECT -> new Standing(ItemStatus.REJECTED, true);
        };
    }
}
