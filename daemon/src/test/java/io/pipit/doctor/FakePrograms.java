package io.pipit.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Programs that answer what a test wants them to. */
final class FakePrograms implements Programs {
  final List<String> asked = new ArrayList<>();
  private final Map<String, Result> answers = new LinkedHashMap<>();

  /** A program that is installed; the command must begin with these words. */
  FakePrograms answer(String command, int status, String output) {
    answers.put(command, new Result(status, output));
    return this;
  }

  @Override
  public boolean installed(String program) {
    return answers.keySet().stream().anyMatch(command -> command.split(" ", -1)[0].equals(program));
  }

  @Override
  public Result run(Duration limit, String... command) {
    String words = String.join(" ", command);
    asked.add(words);
    return answers.entrySet().stream()
        .filter(answer -> words.startsWith(answer.getKey()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not expected: " + words))
        .getValue();
  }
}
