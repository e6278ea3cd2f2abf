package io.pipit.publish;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The live messages a client can choose among. */
public enum MessageType {
  NEW(Loss.LAST),
  UPDATE(Loss.SOON),
  END(Loss.LAST),
  ZONE(Loss.SOON),
  LINE(Loss.SOON),
  RULE(Loss.LAST),
  FRAME(Loss.FIRST),
  CAMERA(Loss.LAST),
  HEALTH(Loss.SOON),
  OUTPUT(Loss.LAST),
  INPUT(Loss.LAST);

  /** Every live message's name on the wire. */
  public static final List<String> NAMES =
      Arrays.stream(values()).map(MessageType::wireName).toList();

  /** What goes first when a slow client's queue is full. */
  public enum Loss {
    FIRST,
    SOON,
    LAST
  }

  private final Loss loss;

  MessageType(Loss loss) {
    this.loss = loss;
  }

  public Loss loss() {
    return loss;
  }

  /** The value of {@code type} in the protocol. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
