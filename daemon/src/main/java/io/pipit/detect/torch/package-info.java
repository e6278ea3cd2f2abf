/** The only user of libtorch: loading its native libraries, running a TorchScript network. */
@NullMarked
package io.pipit.detect.torch;

import org.jspecify.annotations.NullMarked;
