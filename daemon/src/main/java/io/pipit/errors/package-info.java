/** Errors that the user reads, each with its exit code. */
@NullMarked
package io.pipit.errors;

import org.jspecify.annotations.NullMarked;
