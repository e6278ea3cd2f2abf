/** A model package on disk: its card and its files. */
@NullMarked
package io.pipit.detect.model;

import org.jspecify.annotations.NullMarked;
