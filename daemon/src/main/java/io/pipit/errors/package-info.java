/** What the user is told when something is wrong, and the exit code that goes with it. */
@NullMarked
package io.pipit.errors;

import org.jspecify.annotations.NullMarked;
