/** The values that travel from stage to stage. Knows the JDK only. */
@NullMarked
package io.pipit.scene;

import org.jspecify.annotations.NullMarked;
