/** The process and its threads. */
@NullMarked
package io.pipit.system;

import org.jspecify.annotations.NullMarked;
