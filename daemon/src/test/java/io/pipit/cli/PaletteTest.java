package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pipit.cli.Palette.Tone;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void coloursAreForTerminalsOnly() {
    assertEquals("\033[31mgone\033[0m", new Palette(true).paint(Tone.BAD, "gone"));
    assertEquals("there", new Palette(true).paint(Tone.PLAIN, "there"));
    assertEquals("gone", new Palette(false).paint(Tone.BAD, "gone"));
  }

  @Test
  void noColorIsHonoured() {
    assertEquals(true, Terminal.hasColours(true, "", "xterm"));
    assertFalse(Terminal.hasColours(true, "1", "xterm"));
    assertFalse(Terminal.hasColours(true, "", "dumb"));
    assertFalse(Terminal.hasColours(true, "", ""));
    assertFalse(Terminal.hasColours(false, "", "xterm"));
  }
}
