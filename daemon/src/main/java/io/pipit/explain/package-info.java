/** Why something that was seen did not count: which limit stopped it, and with which values. */
@NullMarked
package io.pipit.explain;

import org.jspecify.annotations.NullMarked;
