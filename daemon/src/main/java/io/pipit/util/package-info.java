/** Small helpers that know nothing of what Pipit is for. */
@NullMarked
package io.pipit.util;

import org.jspecify.annotations.NullMarked;
