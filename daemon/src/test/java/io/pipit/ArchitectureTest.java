package io.pipit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The boundaries between the packages, as the README's map draws them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.pipit");

  @Test
  void sceneKnowsTheJdkOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("io.pipit.scene")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.imageio..", "io.pipit.scene", "org.jspecify.."));
  }

  // Any package may find a mistake of the user's, so fault depends on nothing and all may use it.
  @Test
  void faultKnowsTheJdkOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("io.pipit.fault")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.pipit.fault", "org.jspecify.."));
  }

  @Test
  void stagesKnowOnlySceneConfigFaultAndHealth() {
    for (String stage : new String[] {"camera", "detect", "track", "rule", "actuate"}) {
      check(
          noClasses()
              .that()
              .resideInAPackage("io.pipit." + stage + "..")
              .should()
              .dependOnClassesThat(
                  resideInAnyPackage("io.pipit..")
                      .and(
                          not(
                              resideInAnyPackage(
                                  "io.pipit." + stage + "..",
                                  "io.pipit.scene",
                                  "io.pipit.config",
                                  "io.pipit.fault",
                                  "io.pipit.health")))));
    }
  }

  @Test
  void publishersKnowSceneConfigFaultHealthAndNet() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pipit.publish..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.pipit..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "io.pipit.publish..",
                                "io.pipit.scene",
                                "io.pipit.config",
                                "io.pipit.fault",
                                "io.pipit.health",
                                "io.pipit.net")))));
  }

  // It looks at what the stages work with, but never at what they do with it.
  @Test
  void theDoctorKnowsWhatItExaminesAndOnlyItsCommandKnowsIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.pipit.doctor")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.pipit..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "io.pipit.doctor",
                                "io.pipit.camera",
                                "io.pipit.detect",
                                "io.pipit.actuate",
                                "io.pipit.scene",
                                "io.pipit.config",
                                "io.pipit.fault",
                                "io.pipit.health",
                                "io.pipit.system")))));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.pipit.doctor", "io.pipit.cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pipit.doctor"));
  }

  @Test
  void librariesStayWhereTheyBelong() {
    onlyIn("org.pytorch..", "io.pipit.detect");
    onlyIn("com.typesafe.config..", "io.pipit.config");
    onlyIn("io.netty..", "io.pipit.net", "io.pipit.publish..", "io.pipit.system");
    onlyIn("com.pi4j..", "io.pipit.actuate");
    onlyIn("com.diozero..", "io.pipit.actuate");
    onlyIn("picocli..", "io.pipit", "io.pipit.cli");
  }

  @Test
  void onlyMainEndsTheProcess() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.pipit.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void nothingSleeps() {
    check(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("io.pipit.(*)..").should().beFreeOfCycles());
  }

  private static void onlyIn(String library, String... homes) {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(homes)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
