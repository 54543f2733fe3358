/// Starts what the suite needs on one machine, without Docker: see [LocalStack].
@NullMarked
package dev.atrium.localstack;

import org.jspecify.annotations.NullMarked;
