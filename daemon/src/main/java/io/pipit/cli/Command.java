package io.pipit.cli;

import io.pipit.errors.ExitCode;
import java.util.concurrent.Callable;

/** One command. Throws a {@link io.pipit.errors.UserException} for what the user can fix. */
interface Command extends Callable<Integer> {
  ExitCode run() throws Exception;

  @Override
  default Integer call() throws Exception {
    return run().number();
  }
}
