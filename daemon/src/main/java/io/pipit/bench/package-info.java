/** Measures every stage of the pipeline on this board. */
@NullMarked
package io.pipit.bench;

import org.jspecify.annotations.NullMarked;
