/** Events and answers as JSON: the only user of Jackson. */
@NullMarked
package io.pipit.publish.json;

import org.jspecify.annotations.NullMarked;
