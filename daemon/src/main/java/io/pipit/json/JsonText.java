package io.pipit.json;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON of maps, lists, texts, numbers, booleans and nulls. */
public final class JsonText {
  private JsonText() {}

  /** The value in one line; members stand in the order of their map. */
  public static String of(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) { // cannot happen: it is written to memory
      throw new UncheckedIOException(e);
    }
  }
}
