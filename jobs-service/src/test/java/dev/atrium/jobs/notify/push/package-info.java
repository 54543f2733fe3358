@NullMarked
package dev.atrium.jobs.notify.push;

import org.jspecify.annotations.NullMarked;
