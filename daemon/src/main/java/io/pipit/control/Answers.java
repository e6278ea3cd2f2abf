package io.pipit.control;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for another thread of the daemon. */
final class Answers {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Answers() {}

  /**
   * What a future comes to.
   *
   * @param without the error when nothing has come within 5 s
   * @throws UserException that one, or the future's own
   */
  static <T> T await(CompletableFuture<T> answer, String without) throws InterruptedException {
    try {
      return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new UserException(ExitCode.UNAVAILABLE, without, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserException wrong) {
        throw wrong;
      }
      throw new UserException(ExitCode.INTERNAL, "an internal error: " + e.getCause(), e);
    }
  }
}
