/**
 * What who is on the board can ask of the running daemon: a Unix domain socket, and the client that
 * the commands use. A request is a JSON object in a line with {@code command}; an answer one too,
 * with {@code error} and {@code exit} where something is wrong; {@code bytes} says how many bytes
 * follow it.
 */
@NullMarked
package io.pipit.control;

import org.jspecify.annotations.NullMarked;
