package io.pipit.actuate;

import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pins that exist in the test only. */
final class FakePort implements GpioPort {
  /** What has changed, in order: "siren high" and so on, "close" at the end. */
  final List<String> done = new CopyOnWriteArrayList<>();

  /** The outputs that were announced, each time. */
  final List<String> announced = new CopyOnWriteArrayList<>();

  /** Names of the threads that did it. */
  final Set<String> threads = ConcurrentHashMap.newKeySet();

  /** Levels of the inputs' pins. */
  final Map<String, Boolean> levels = new ConcurrentHashMap<>();

  /** Levels of the outputs' pins; one that is taken away was lost, as by a chip without power. */
  final Map<String, Boolean> driven = new ConcurrentHashMap<>();

  final Map<String, Runnable> edges = new HashMap<>();
  final Set<String> missing = new HashSet<>();
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  @Override
  public void announce(List<Output> outputs) {
    announced.add(String.join(" ", outputs.stream().map(Output::name).toList()));
  }

  @Override
  public OutputLine output(Output output) {
    claim(output.name());
    note(output.name(), output.high(output.safeOn()));
    return new OutputLine() {
      @Override
      public void set(boolean high) {
        if (broken.contains(output.name())) {
          throw GpioException.unavailable("the line is broken");
        }
        note(output.name(), high);
      }

      @Override
      public void close() {
        done.add(output.name() + " let go");
        driven.remove(output.name());
      }
    };
  }

  @Override
  public InputLine input(Input input, Runnable onEdge) {
    claim(input.name());
    edges.put(input.name(), onEdge);
    return new InputLine() {
      @Override
      public boolean high() {
        threads.add(Thread.currentThread().getName());
        if (broken.contains(input.name())) {
          throw GpioException.unavailable("the line is broken");
        }
        return levels.getOrDefault(input.name(), false);
      }

      @Override
      public void close() {
        done.add(input.name() + " let go");
        edges.remove(input.name());
      }
    };
  }

  @Override
  public void close() {
    threads.add(Thread.currentThread().getName());
    done.add("close");
  }

  private void claim(String name) {
    if (missing.contains(name)) {
      throw GpioException.unavailable("the line of " + name + " is in use by 'another'");
    }
  }

  private void note(String name, boolean high) {
    threads.add(Thread.currentThread().getName());
    if (!Boolean.valueOf(high).equals(driven.put(name, high))) {
      done.add(name + (high ? " high" : " low"));
    }
  }
}
