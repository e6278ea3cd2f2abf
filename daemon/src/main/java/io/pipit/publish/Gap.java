package io.pipit.publish;

import io.pipit.event.Event.Kind;

/**
 * Messages lost between two that a client gets.
 *
 * @param from number of the first lost numbered message; 0 when only frames were lost
 * @param to number of the last lost numbered message; 0 when only frames were lost
 * @param seq where in the stream the last of them stood
 * @param frames how many frame messages were lost
 */
public record Gap(long from, long to, long seq, long frames) {
  /** The gap that one lost message leaves. */
  public static Gap of(Numbered lost) {
    return lost.event().kind() == Kind.FRAME
        ? new Gap(0, 0, lost.seq(), 1)
        : new Gap(lost.seq(), lost.seq(), lost.seq(), 0);
  }

  /** This gap and a later one with nothing between them. */
  public Gap and(Gap later) {
    return new Gap(
        from == 0 ? later.from : from,
        later.to == 0 ? to : later.to,
        later.seq,
        frames + later.frames);
  }
}
