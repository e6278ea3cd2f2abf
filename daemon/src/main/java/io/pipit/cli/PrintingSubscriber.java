package io.pipit.cli;

import io.pipit.publish.Filter;
import io.pipit.publish.Message;
import io.pipit.publish.Subscriber;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Prints every message that a client without a filter gets. */
final class PrintingSubscriber implements Subscriber {
  private final PrintWriter out;

  PrintingSubscriber(PrintWriter out) {
    this.out = out;
  }

  @Override
  public boolean wantsFrames(String camera) {
    return false;
  }

  @Override
  public void offer(Message message) {
    if (Filter.DEFAULT.passes(message)) {
      out.print(new String(message.line(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void flush() {
    out.flush();
  }
}
