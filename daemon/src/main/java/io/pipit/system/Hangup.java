package io.pipit.system;

import io.pipit.util.Platform;
import io.pipit.util.Threads;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP, by which a service is asked to read its configuration again. */
public final class Hangup {
  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private Hangup() {}

  /**
   * Has the signal run a task, on a thread of its own, where systemd waits for this process's
   * notifications; elsewhere it ends the process, as it does when the terminal is closed.
   */
  public static void handle(Runnable task) {
    if (Platform.variable("NOTIFY_SOCKET").isEmpty()) {
      return;
    }
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            Threads.named("reload", task).start();
          }
          return null;
        };
    try {
      // By reflection: the compiler warns of this class, for which there is no other yet.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
      signal
          .getMethod("handle", signal, type)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.warn("[run] SIGHUP does not reload here: {}; 'pipit reload' does", e.toString());
    }
  }
}
