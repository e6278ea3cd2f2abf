package io.pipit.camera.gst;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A child process and all that it has started, and what those have: found by a mark in their
 * environment, which they pass on, so that none is missed whose parent has ended before it.
 */
final class ProcessTree {
  private static final File PROC = new File("/proc");
  private static final String VARIABLE = "PIPIT_CAMERA_CHILD";
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Those that fork while they are killed are found the next time. */
  private static final int ROUNDS = 5;

  private final String value;

  ProcessTree() {
    value = ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
  }

  /** Marks the environment of a process that is going to be started. */
  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, value);
  }

  /** Kills all of them; from any thread, without waiting. */
  void kill() {
    for (int i = 0; i < ROUNDS; i++) {
      List<ProcessHandle> found = find();
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Those that live; what has been reaped or waits to be has no environment any more. */
  List<ProcessHandle> find() {
    byte[] wanted = (VARIABLE + "=" + value + "\0").getBytes(StandardCharsets.UTF_8);
    List<ProcessHandle> found = new ArrayList<>();
    String[] names = PROC.list();
    for (String name : names == null ? new String[0] : names) {
      if (name.chars().allMatch(Character::isDigit)) {
        // The handle first: it distinguishes the process from a later one of the same number.
        ProcessHandle.of(Long.parseLong(name))
            .filter(process -> contains(environment(name), wanted))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Read by a stream, for a channel would not read in a thread that is asked to stop. */
  private static byte[] environment(String process) {
    try (FileInputStream file = new FileInputStream(PROC + "/" + process + "/environ")) {
      return file.readAllBytes();
    } catch (IOException e) { // it has ended, or is another user's
      return new byte[0];
    }
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    int last = bytes.length - wanted.length;
    for (int i = 0; i <= last; i++) {
      if ((i == 0 || bytes[i - 1] == 0) && startsWith(bytes, i, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
