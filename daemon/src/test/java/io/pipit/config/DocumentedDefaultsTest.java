package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A default that a document names, as in {@code `frame-timeout` (10s)}, is that of pipit.conf. */
class DocumentedDefaultsTest {
  private static final Pattern DEFAULT =
      Pattern.compile("`([a-z][a-z0-9.-]*)`\\s\\((auto|[0-9][0-9.]*(?: ?(?:ms|s|m|h))?)(?=[):;,])");

  @TempDir private Path folder;

  @Test
  void everyDefaultThatADocumentNamesIsTheShippedOne() throws IOException {
    List<EffectiveValue> shipped = shipped();
    List<String> wrong = new ArrayList<>();
    int named = 0;
    for (String document : List.of("protocol.md", "field-guide.md", "commands.md")) {
      String text = Files.readString(Path.of("../docs/" + document));
      for (MatchResult found : DEFAULT.matcher(text).results().toList()) {
        String key = found.group(1);
        Set<String> values =
            shipped.stream()
                .filter(value -> value.key().equals(key) || value.key().endsWith("." + key))
                .map(value -> value.value().replace("\"", ""))
                .collect(Collectors.toSet());
        if (!values.equals(Set.of(found.group(2)))) {
          wrong.add(document + ": " + found.group() + ") is " + values);
        }
        named++;
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(named >= 15, "defaults: " + named);
  }

  private List<EffectiveValue> shipped() throws IOException {
    Path file = Files.writeString(folder.resolve("pipit.conf"), "cameras.any.type = demo\n");
    return SettingsLoader.effective(file);
  }
}
