/// Files as rows: what they are, who may read them, and how their bytes are served (MD-3).
@NullMarked
package dev.atrium.media.file;

import org.jspecify.annotations.NullMarked;
