package io.pipit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The boundaries between the packages, as the table in docs/architecture.md has them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.pipit");

  /** A row of the table. */
  private record Room(String name, Set<String> mayUse, boolean heartbeats, Set<String> libraries) {
    String of() {
      return "io.pipit." + name;
    }
  }

  /** What the table calls a library, and the packages of it. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "Typesafe Config", List.of("com.typesafe.config.."),
          "java.awt", List.of("java.awt..", "javax.imageio.."),
          "org.pytorch", List.of("org.pytorch.."),
          "Jackson", List.of("com.fasterxml.jackson.."),
          "Netty", List.of("io.netty.."),
          "Pi4J", List.of("com.pi4j.."),
          "diozero", List.of("com.diozero.."),
          "picocli", List.of("picocli.."));

  private static List<Room> rooms() throws IOException {
    Pattern row = Pattern.compile("\\| `([a-z]+)` \\| [^|]+ \\| ([^|]*)\\| ([^|]*)\\|");
    List<Room> rooms = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("../docs/architecture.md"))) {
      Matcher found = row.matcher(line);
      if (found.matches()) {
        Set<String> mayUse = names(found.group(2).split(", ", 2)[0].split(" "));
        boolean heartbeats = found.group(2).contains("heartbeats of `supervise`");
        rooms.add(new Room(found.group(1), mayUse, heartbeats, names(found.group(3).split(","))));
      }
    }
    return rooms;
  }

  private static Set<String> names(String[] words) {
    return Arrays.stream(words)
        .map(word -> word.replace("`", "").strip())
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theTableHasARowForEachPackage() throws IOException {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("io.pipit."))
            .map(name -> name.split("[.]", -1)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        packages, rooms().stream().map(Room::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void eachPackageUsesOnlyWhatTheTableSays() throws IOException {
    for (Room room : rooms()) {
      if (room.mayUse().equals(Set.of("all", "of", "them"))) {
        continue;
      }
      List<String> allowed = new ArrayList<>(List.of(room.of() + ".."));
      room.mayUse().forEach(name -> allowed.add("io.pipit." + name + ".."));
      DescribedPredicate<JavaClass> fine = resideInAnyPackage(allowed.toArray(String[]::new));
      if (room.heartbeats()) {
        fine = fine.or(simpleName("Heartbeat")).or(simpleName("Heartbeats"));
      }
      noClasses()
          .that()
          .resideInAPackage(room.of() + "..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.pipit..").and(not(fine)))
          .check(CLASSES);
    }
  }

  @Test
  void eachPackageUsesOnlyTheLibrariesThatTheTableSays() throws IOException {
    List<Room> rooms = rooms();
    for (Map.Entry<String, List<String>> library : LIBRARIES.entrySet()) {
      String[] homes =
          rooms.stream()
              .filter(room -> room.libraries().contains(library.getKey()))
              .map(room -> room.of() + "..")
              .toArray(String[]::new);
      assertNotEquals(0, homes.length, library.getKey());
      noClasses()
          .that()
          .resideOutsideOfPackages(homes)
          .and()
          .resideInAPackage("io.pipit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(library.getValue().toArray(String[]::new))
          .check(CLASSES);
    }
  }

  @Test
  void withinDetectOnlyTorchKnowsPytorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.pipit.detect.torch")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.pytorch..")
        .check(CLASSES);
  }

  @Test
  void onlyTheDoctorsCommandKnowsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.pipit.doctor", "io.pipit.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.pipit.doctor")
        .check(CLASSES);
  }

  @Test
  void noFileIsLongerThanThreeHundredLines() throws IOException {
    List<String> longer = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        long lines = Files.readAllLines(file).size();
        if (lines > 300) {
          longer.add(file + ": " + lines);
        }
      }
    }
    assertEquals(List.of(), longer);
  }

  @Test
  void onlyPlatformReadsPropertiesAndTheEnvironment() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.pipit.util.Platform")
        .and()
        .doNotHaveFullyQualifiedName("io.pipit.cli.RunCommand") // hands all of it to App
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.pipit.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.pipit.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
