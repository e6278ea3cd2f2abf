/** The program: {@link io.pipit.Main} reads the command line. */
@NullMarked
package io.pipit;

import org.jspecify.annotations.NullMarked;
