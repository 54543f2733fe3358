package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import java.util.regex.Pattern;

/// A program that posts through the database (RM-11). No caller of the API can be one: their subjects have other
/// prefixes.
///
/// @param name 1 to 64 lower-case letters, digits, dots, hyphens and underscores
public record Program(String name) {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final String PREFIX = "system:";

    /// The suite's moderation, which takes messages out of sight and brings them back.
    public static final Program MODERATION = new Program("moderation");

    /// @throws IllegalArgumentException if the name does not have the syntax above
    public Program {
        if (!SYNTAX.matcher(name).matches()) {
            throw new IllegalArgumentException("not a program's name");
        }
    }

    /// As whom it posts. Others see the prefix, too: nobody takes it for a person.
    public Actor actor() {
        return new Actor(PREFIX + name, PREFIX + name);
    }

    /// Whether it is who acts.
    boolean isBehind(Actor actor) {
        return actor.subject().equals(PREFIX + name);
    }

    static boolean is(Actor actor) {
        return isSubject(actor.subject());
    }

    /// Whether it is a program's subject, which no caller of the API has.
    public static boolean isSubject(String subject) {
        return subject.startsWith(PREFIX);
    }
}
