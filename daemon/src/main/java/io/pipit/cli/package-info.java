/** The commands of the program, one small class each. */
@NullMarked
package io.pipit.cli;

import org.jspecify.annotations.NullMarked;
