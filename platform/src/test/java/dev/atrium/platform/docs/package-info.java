@NullMarked
package dev.atrium.platform.docs;

import org.jspecify.annotations.NullMarked;
