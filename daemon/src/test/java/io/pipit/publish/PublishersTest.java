package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.health.HealthSample;
import io.pipit.scene.CameraState;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent.RuleChanged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishersTest {
  private final List<String> said = new ArrayList<>();

  private final class FakePublisher implements Publisher {
    private final String name;
    private final boolean fails;

    FakePublisher(String name, boolean fails) {
      this.name = name;
      this.fails = fails;
    }

    @Override
    public void publish(Report report) {
      say("report");
    }

    @Override
    public void publish(RuleChanged rule) {}

    @Override
    public void publish(CameraState state) {
      say("camera");
    }

    @Override
    public void publish(OutputState output) {
      say("output");
    }

    @Override
    public void publish(InputChanged input) {
      say("input");
    }

    @Override
    public void publish(HealthSample sample) {
      say("health");
    }

    @Override
    public void close() {
      say("close");
    }

    private void say(String what) {
      said.add(name + " " + what);
      if (fails) {
        throw new IllegalStateException(name);
      }
    }
  }

  @Test
  void everyPublisherGetsEverythingThoughOneFails() {
    Publishers publishers = publishers("a", "failing b", "c");
    publishers.publish(Samples.report("street"));
    publishers.publish(CameraState.ok("street"));
    publishers.publish(Samples.health());
    assertEquals(
        List.of(
            "a report",
            "failing b report",
            "c report",
            "a camera",
            "failing b camera",
            "c camera",
            "a health",
            "failing b health",
            "c health"),
        said);
  }

  @Test
  void allAreClosedLastFirstAndEveryFailureIsKept() {
    Publishers publishers = publishers("failing a", "b", "failing c");
    RuntimeException failure = assertThrows(IllegalStateException.class, publishers::close);
    assertEquals(List.of("failing c close", "b close", "failing a close"), said);
    assertEquals("failing c", failure.getMessage());
    assertEquals("failing a", failure.getSuppressed()[0].getMessage());
  }

  private Publishers publishers(String... names) {
    List<Publisher> publishers = new ArrayList<>();
    for (String name : names) {
      publishers.add(new FakePublisher(name, name.startsWith("failing")));
    }
    return new Publishers(publishers);
  }
}
