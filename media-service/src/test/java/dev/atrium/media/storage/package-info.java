@NullMarked
package dev.atrium.media.storage;

import org.jspecify.annotations.NullMarked;
