package io.pipit.replay;

import io.pipit.publish.Numbered;
import io.pipit.publish.Subscriber;
import io.pipit.publish.Subscription;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Prints every message that a client without a filter gets. */
public final class PrintingSubscriber implements Subscriber {
  private final PrintWriter out;

  public PrintingSubscriber(PrintWriter out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "output";
  }

  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public void offer(Numbered event) {
    if (Subscription.DEFAULT.passes(event.event())) {
      out.print(new String(event.line(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void flush() {
    out.flush();
  }
}
