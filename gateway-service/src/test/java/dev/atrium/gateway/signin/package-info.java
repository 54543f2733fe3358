@NullMarked
package dev.atrium.gateway.signin;

import org.jspecify.annotations.NullMarked;
