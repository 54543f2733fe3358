@NullMarked
package dev.atrium.localstack;

import org.jspecify.annotations.NullMarked;
