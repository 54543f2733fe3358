/// The program of the child JVM. It knows nothing of the service: files in, files out.
@NullMarked
package dev.atrium.media.derive.child;

import org.jspecify.annotations.NullMarked;
