package io.pipit.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value of unknown origin into maps, lists, String, Number, Boolean and null.
 * Nesting is limited, a name given twice in an object is an error, and nothing may follow the
 * value.
 */
public final class JsonReader {
  private static final int MAX_SHOWN = 40;

  private final JsonFactory factory;
  private final JsonFactory ofBytes;
  private final JSON json;

  /**
   * Sets how lenient it is.
   *
   * @param maxNesting lists and objects in each other at most
   * @param nonNumeric whether NaN and the infinities, which Python writes, are numbers
   */
  public JsonReader(int maxNesting, boolean nonNumeric) {
    factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, nonNumeric)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names come from strangers
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(maxNesting).build())
            .errorReportConfiguration(
                ErrorReportConfiguration.builder().maxErrorTokenLength(MAX_SHOWN).build())
            .build();
    // Without it bytes that are no UTF-8 would be let through.
    ofBytes = factory.rebuild().enable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
    json = JSON.builder(factory).build();
  }

  /**
   * The value of a text.
   *
   * @throws IOException when it is not one JSON value; {@link #reason} says why
   */
  public @Nullable Object read(String text) throws IOException {
    try (JsonParser parser = factory.createParser(text)) {
      return read(parser);
    }
  }

  /**
   * The value of a file's bytes, in UTF-8, 16 or 32.
   *
   * @throws IOException when it is not one JSON value; {@link #reason} says why
   */
  public @Nullable Object read(byte[] bytes) throws IOException {
    try (JsonParser parser = ofBytes.createParser(bytes)) {
      return read(parser);
    }
  }

  private @Nullable Object read(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "there is no JSON value");
    }
    Object value = json.anyFrom(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "something follows the end of the JSON value");
    }
    return value;
  }

  /** What was wrong, without the place in the parser's own terms. */
  public static String reason(IOException e) {
    return e instanceof JsonProcessingException broken
        // Of a limit it says by which of its own methods to raise it.
        ? broken.getOriginalMessage().replaceAll(", from `[^`]*`", "")
        : String.valueOf(e.getMessage());
  }

  /** The line in which it was wrong, from 1; 0 when that is unknown. */
  public static int line(IOException e) {
    return e instanceof JsonProcessingException broken && broken.getLocation() != null
        ? broken.getLocation().getLineNr()
        : 0;
  }
}
