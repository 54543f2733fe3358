package dev.atrium.jobs.restore;

/// How much was brought back, or would be.
///
/// @param events that happened in these rooms, again
/// @param left events that could not happen again, or would have changed nothing; a dry run does not ask
///     the rooms, and tells 0
/// @param leftFiles files that media-service did not take; a dry run does not ask it, and tells 0
/// @param memberships that were given to members of the organisation
/// @param strangers memberships that were not given, because nobody of this name is a member of the
///     organisation
public record Tally(
        long rooms, long events, long left, long files, long leftFiles, long bytes, long memberships, long strangers) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    Tally room(long newMemberships, long newStrangers) {
        return new Tally(
                rooms + 1,
                events,
                left,
                files,
                leftFiles,
                bytes,
                memberships + newMemberships,
                strangers + newStrangers);
    }

    Tally events(long more, long moreLeft) {
        return new Tally(
                rooms, events + more - moreLeft, left + moreLeft, files, leftFiles, bytes, memberships, strangers);
    }

    Tally file(long itsBytes) {
        return new Tally(rooms, events, left, files + 1, leftFiles, bytes + itsBytes, memberships, strangers);
    }

    Tally leftFile() {
        return new Tally(rooms, events, left, files, leftFiles + 1, bytes, memberships, strangers);
    }
}
