@NullMarked
package dev.atrium.jobs.render;

import org.jspecify.annotations.NullMarked;
