package io.pipit.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersAreEscaped() {
    assertEquals("a\\x0ab\\x1b[31m\\x202ec", Printable.of("a\nb\u001b[31m\u202ec"));
    assertEquals("caf\u00e9 \ud83d\udc26", Printable.of("caf\u00e9 \ud83d\udc26"));
  }
}
