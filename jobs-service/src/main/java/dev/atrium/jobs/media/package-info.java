/// What follows an upload: derivation, and the message in the file's room (MD-4).
@NullMarked
package dev.atrium.jobs.media;

import org.jspecify.annotations.NullMarked;
