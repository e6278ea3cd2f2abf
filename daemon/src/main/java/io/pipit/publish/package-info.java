/** Publishes what the pipeline saw. */
@NullMarked
package io.pipit.publish;

import org.jspecify.annotations.NullMarked;
