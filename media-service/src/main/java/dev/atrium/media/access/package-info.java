/// Who administers an organisation, and who runs the installation.
@NullMarked
package dev.atrium.media.access;

import org.jspecify.annotations.NullMarked;
