/** The built-in street scene: drawn from a seed, with the exact box of everything in it. */
@NullMarked
package io.pipit.demo;

import org.jspecify.annotations.NullMarked;
