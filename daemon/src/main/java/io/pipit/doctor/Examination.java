package io.pipit.doctor;

import io.pipit.errors.UserException;
import io.pipit.util.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks one after another, each on a thread of its own: one that fails or hangs is a finding
 * itself and keeps none of the others.
 */
final class Examination {
  private final Consumer<Finding> onFinding;

  /**
   * Reports findings as they come.
   *
   * @param onFinding gets each finding at once
   */
  Examination(Consumer<Finding> onFinding) {
    this.onFinding = onFinding;
  }

  /** What all checks find, in their order. */
  List<Finding> run(List<Check> checks) throws InterruptedException {
    List<Finding> all = new ArrayList<>();
    for (Check check : checks) {
      List<Finding> findings = run(check);
      findings.forEach(onFinding);
      all.addAll(findings);
    }
    return all;
  }

  private static List<Finding> run(Check check) throws InterruptedException {
    FutureTask<List<Finding>> task = new FutureTask<>(check::find);
    Duration limit = check.limit();
    Threads.named("doctor-" + check.area(), task).start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return List.of(
          check.problem(
              "no answer within " + limit.toSeconds() + " s",
              "ask again when the board has less to do; if it hangs, look at the end of 'dmesg' and"
                  + " start the board again"));
    } catch (ExecutionException e) {
      return List.of(failure(check, e.getCause()));
    }
  }

  private static Finding failure(Check check, @Nullable Throwable cause) {
    if (cause instanceof UserException error) {
      return check.problem(error, "fix that, then ask again");
    }
    String reason = String.valueOf(cause).replaceAll("\\s+", " ");
    return check.warning(
        "could not be examined: " + reason, "try 'sudo pipit doctor'; else please report it");
  }
}
