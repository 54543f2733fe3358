@NullMarked
package dev.atrium.platform.request;

import org.jspecify.annotations.NullMarked;
