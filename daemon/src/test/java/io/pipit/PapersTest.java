package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README, CONTRIBUTING, SECURITY, CHANGELOG and docs/ refer to is there. */
class PapersTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern PATH =
      Pattern.compile("`((?:daemon|docs|tools|config|systemd|models|D|T)/[^`\\s]*)");
  private static final Pattern TEST = Pattern.compile("\\b([A-Z][A-Za-z]+Test)\\b");

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path paper : papers()) {
      for (MatchResult link : found(LINK, paper)) {
        if (link.group(1).startsWith("https://")) {
          continue;
        }
        Path target = link.group(1).isEmpty() ? paper : paper.resolveSibling(link.group(1));
        boolean heading = link.group(2) == null || headings(target).contains(link.group(2));
        if (!Files.exists(target) || !heading) {
          broken.add(ROOT.relativize(paper) + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  /** D and T are what docs/architecture.md says; a part in capitals stands for any name. */
  @Test
  void everyPathThatIsNamedExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path paper : papers()) {
      for (MatchResult path : found(PATH, paper)) {
        String name =
            path.group(1)
                .replaceFirst("^D/", "daemon/src/main/java/io/pipit/")
                .replaceFirst("^T/", "daemon/src/test/java/io/pipit/");
        boolean any = name.contains("NAME") || name.startsWith("daemon/target");
        if (!any
            && !Files.exists(ROOT.resolve(name))
            && !Files.exists(ROOT.resolve(name + ".java"))) {
          missing.add(ROOT.relativize(paper) + ": " + path.group(1));
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    Set<String> missing = new TreeSet<>();
    for (Path paper : papers()) {
      found(TEST, paper).forEach(name -> missing.add(name.group(1)));
    }
    assertTrue(missing.contains("ArchitectureTest"), missing.toString());
    missing.removeAll(tests);
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyDecisionIsInTheListOfThem() throws IOException {
    String list = Files.readString(ROOT.resolve("docs/decisions/README.md"));
    try (Stream<Path> records = Files.list(ROOT.resolve("docs/decisions"))) {
      List<String> left =
          records
              .map(record -> record.getFileName().toString())
              .filter(name -> !name.equals("README.md") && !list.contains("(" + name + ")"))
              .toList();
      assertEquals(List.of(), left);
    }
  }

  private static List<Path> papers() throws IOException {
    List<Path> papers = new ArrayList<>();
    for (String name : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
      papers.add(ROOT.resolve(name));
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(papers::add);
    }
    return papers;
  }

  private static List<MatchResult> found(Pattern pattern, Path paper) throws IOException {
    return pattern.matcher(Files.readString(paper)).results().toList();
  }

  /** The anchors of a document's headings. */
  private static Set<String> headings(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.matches("#+ .*"))
        .map(
            line ->
                line.replaceFirst("#+ ", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9 _-]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
