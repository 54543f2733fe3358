/// Turns what was collected into documents (JB-4): pure functions of a [Book] to bytes. All text in it comes from
/// strangers.
@NullMarked
package dev.atrium.jobs.render;

import org.jspecify.annotations.NullMarked;
