package io.pipit.util;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
  private final List<String> closed = new ArrayList<>();
  private final Closer closer = new Closer();

  @Test
  void closesInReverseOrderAndOnce() {
    closer.add(() -> closed.add("first"));
    closer.add(() -> closed.add("second"));
    closer.close();
    closer.close();
    assertEquals(List.of("second", "first"), closed);
  }

  @Test
  void closesAllAndKeepsEveryError() {
    RuntimeException early = new IllegalStateException("early");
    IOException late = new IOException("late");
    closer.add(
        () -> {
          throw late;
        });
    closer.add(() -> closed.add("between"));
    closer.add(
        () -> {
          throw early;
        });
    assertSame(early, assertThrows(RuntimeException.class, closer::close));
    assertArrayEquals(new Throwable[] {late}, early.getSuppressed());
    assertEquals(List.of("between"), closed);
  }

  @Test
  void aCheckedErrorIsTheCause() {
    IOException error = new IOException("disk");
    closer.add(
        () -> {
          throw error;
        });
    assertSame(error, assertThrows(IllegalStateException.class, closer::close).getCause());
  }
}
