package io.pipit.doctor;

import io.pipit.errors.UserException;
import java.time.Duration;
import java.util.List;

/** One step of the doctor's examination: it inspects one area of the board. */
abstract class Check {
  private final String area;
  private final String subject;

  Check(String area) {
    this(area, "");
  }

  /**
   * For one of several checks of the same area.
   *
   * @param area of all its findings: cameras, disk and so on
   * @param subject which one, such as a camera's name: its findings begin with it
   */
  Check(String area, String subject) {
    this.area = area;
    this.subject = subject;
  }

  /** The area of its findings. */
  final String area() {
    return area;
  }

  /** It is given up after this time; long enough for a slow board that has much to do. */
  Duration limit() {
    return Duration.ofMinutes(1);
  }

  /**
   * What it finds, in the order in which to fix it.
   *
   * @throws Exception when it can't inspect its area; that is reported as a finding, too
   */
  abstract List<Finding> find() throws Exception;

  /** All is well. */
  final Finding ok(String what) {
    return Finding.ok(area, named(what));
  }

  /** Good to know. */
  final Finding note(String what, String remedy) {
    return Finding.note(area, named(what), remedy);
  }

  /** Should be fixed. */
  final Finding warning(String what, String remedy) {
    return Finding.warning(area, named(what), remedy);
  }

  /** Must be fixed. */
  final Finding problem(String what, String remedy) {
    return Finding.problem(area, named(what), remedy);
  }

  /**
   * An error of the user's, whose message names its subject itself and ends with the remedy.
   *
   * @param otherwise the remedy when the message has none
   */
  final Finding problem(UserException e, String otherwise) {
    return Finding.problem(area, e, otherwise);
  }

  private String named(String what) {
    return subject.isEmpty() ? what : subject + ": " + what;
  }
}
