package io.pipit.control;

import io.pipit.errors.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has the daemon read its configuration again. */
public final class ReloadControl implements ControlCommand {
  static final String NAME = "reload";

  private final Reload reload;

  /** Reads the configuration again. */
  public interface Reload {
    /**
     * Puts in force what can be.
     *
     * @param user who asks, for the log
     * @return what was done, line by line
     * @throws UserException when the file has errors; all stays as it was
     */
    List<String> reload(String user);
  }

  public ReloadControl(Reload reload) {
    this.reload = reload;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    List<String> lines;
    try {
      lines = reload.reload(exchange.user());
    } catch (UserException e) {
      List<String> all = new ArrayList<>(e.details());
      all.add(e.getMessage() + "; all stays as it was");
      throw new UserException(e.exitCode(), String.join("\n", all), e);
    }
    exchange.line(Map.of("text", String.join("\n", lines)));
  }
}
