@NullMarked
package dev.atrium.platform.config;

import org.jspecify.annotations.NullMarked;
