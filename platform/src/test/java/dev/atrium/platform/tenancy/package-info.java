@NullMarked
package dev.atrium.platform.tenancy;

import org.jspecify.annotations.NullMarked;
