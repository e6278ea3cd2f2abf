/** Image files to RGB pixels: upright, in the colours that they are meant to have. */
@NullMarked
package io.pipit.image;

import org.jspecify.annotations.NullMarked;
