@NullMarked
package dev.atrium.platform.sql;

import org.jspecify.annotations.NullMarked;
