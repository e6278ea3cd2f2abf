/** Reading and writing JSON where speed does not matter; events have an encoder of their own. */
@NullMarked
package io.pipit.json;

import org.jspecify.annotations.NullMarked;
