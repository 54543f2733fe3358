@NullMarked
package dev.atrium.jobs.onboarding;

import org.jspecify.annotations.NullMarked;
