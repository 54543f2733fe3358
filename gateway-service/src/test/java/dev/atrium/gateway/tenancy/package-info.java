@NullMarked
package dev.atrium.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
