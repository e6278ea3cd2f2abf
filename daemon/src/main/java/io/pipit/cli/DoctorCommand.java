package io.pipit.cli;

import io.pipit.doctor.Bundle;
import io.pipit.doctor.Doctor;
import io.pipit.doctor.Finding;
import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipit doctor}: what is wrong with this board, and what to do about it. */
@CommandLine.Command(
    name = "doctor",
    description = "Report what is wrong with this board, its cameras and pins, and what to do.")
final class DoctorCommand implements Command {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file (default: /etc/pipit/pipit.conf, if it is there).")
  private @Nullable Path config;

  @Option(names = "--quick", description = "Leave out the model, which is the slowest check.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "Write a new ZIP file for whoever helps: the findings, the configuration and the log,"
              + " without passwords.")
  private @Nullable Path bundle;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() throws InterruptedException {
    Doctor doctor = new Doctor(Path.of("/"), List.of(new Version().getVersion()), Version.built());
    if (bundle == null) {
      return exitCode(examine(doctor));
    }
    try (Bundle written = Bundle.create(bundle)) {
      List<Finding> findings = examine(doctor);
      doctor.fill(written, config, FindingsOutput.files(Version.pipit(), findings));
      spec.commandLine()
          .getErr()
          .println("pipit: " + bundle + " is written; read it before you pass it on");
      return exitCode(findings);
    } catch (IOException e) {
      throw Failures.cantWrite(bundle, e);
    }
  }

  private List<Finding> examine(Doctor doctor) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Palette palette = Palette.ofOutput();
    List<Finding> findings =
        doctor.examine(
            config,
            !quick,
            finding -> {
              if (!json) {
                FindingsOutput.lines(finding, palette).forEach(out::println);
              }
            });
    out.println(
        json
            ? FindingsOutput.json(Version.pipit(), findings)
            : "\n" + FindingsOutput.summary(findings));
    return findings;
  }

  private static ExitCode exitCode(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isWrong) ? ExitCode.FINDING : ExitCode.OK;
  }
}
