package io.pipit.doctor;

import io.pipit.util.Platform;
import io.pipit.util.Threads;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Programs as child processes, none of which outlives its time. */
final class ChildPrograms implements Programs {
  private static final int MAX_CHARS = 1 << 20;
  private static final long GRACE_MILLIS = 500;
  private static final String ADMIN = ":/usr/sbin:/sbin"; // not on everybody's path

  @Override
  public boolean installed(String program) {
    return Platform.hasProgram(Platform.path() + ADMIN, program);
  }

  @Override
  public Result run(Duration limit, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().put("LC_ALL", "C.UTF-8"); // answers are understood in English only
    builder.environment().put("PATH", Platform.path() + ADMIN);
    Process process = builder.start();
    try {
      Output output = new Output(process.getInputStream());
      Thread reader = Threads.named("doctor-output", output);
      reader.start();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      // What it has started may hold its pipe open.
      reader.join(GRACE_MILLIS);
      return new Result(ended ? process.exitValue() : Result.TIMED_OUT, output.text());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Reads what a child writes, so that it can go on; keeps the beginning. */
  private static final class Output implements Runnable {
    private final InputStream stream;
    private final StringBuilder text = new StringBuilder();

    Output(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public void run() {
      byte[] block = new byte[8192];
      try (stream) {
        for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
          keep(new String(block, 0, n, StandardCharsets.UTF_8));
        }
      } catch (IOException e) { // it was killed
        keep("");
      }
    }

    private synchronized void keep(String piece) {
      if (text.length() + piece.length() <= MAX_CHARS) {
        text.append(piece);
      }
    }

    synchronized String text() {
      return text.toString();
    }
  }
}
