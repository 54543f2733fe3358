@NullMarked
package dev.atrium.platform.template;

import org.jspecify.annotations.NullMarked;
