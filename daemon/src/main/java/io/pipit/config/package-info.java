/** The configuration file: settings and their checks. The only user of Typesafe Config. */
@NullMarked
package io.pipit.config;

import org.jspecify.annotations.NullMarked;
