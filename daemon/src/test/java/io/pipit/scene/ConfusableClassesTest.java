package io.pipit.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusableClassesTest {
  private final ConfusableClasses classes =
      new ConfusableClasses(List.of("person", "car", "truck", "traffic light", "dog", "bear"));

  @Test
  void classesThatDetectorsConfuseShareAGroup() {
    assertEquals(classes.group(1), classes.group(2));
    assertEquals(classes.group(4), classes.group(5));
    assertNotEquals(classes.group(1), classes.group(4));
  }

  @Test
  void everyOtherClassIsInAGroupOfItsOwn() {
    assertNotEquals(classes.group(0), classes.group(3));
    assertNotEquals(classes.group(0), classes.group(1));
  }
}
