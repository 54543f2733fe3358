/// From a question to an answer: two legs, one list (SR-2).
@NullMarked
package dev.atrium.search.query;

import org.jspecify.annotations.NullMarked;
