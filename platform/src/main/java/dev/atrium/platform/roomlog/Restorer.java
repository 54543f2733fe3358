package dev.atrium.platform.roomlog;

import dev.atrium.platform.identity.Actor;

/// Who owns a room while its history is brought back from a backup: nobody. No caller can have a
/// subject of this form, so nobody enters the room until it is handed over, and what happens in it
/// until then is not news.
public final class Restorer {

    public static final String SUBJECT = "system:restore";

    public static final Actor ACTOR = new Actor(SUBJECT, SUBJECT);

    private Restorer() {}
}
