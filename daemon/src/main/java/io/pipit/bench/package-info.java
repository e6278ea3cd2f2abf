/** Measures every stage of the pipeline on this machine. */
@NullMarked
package io.pipit.bench;

import org.jspecify.annotations.NullMarked;
