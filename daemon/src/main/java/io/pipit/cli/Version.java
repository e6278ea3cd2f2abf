package io.pipit.cli;

import io.pipit.util.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** What is running: versions as the build wrote them into the jar's manifest. */
public final class Version implements IVersionProvider {
  private static final String UNKNOWN = "development build";

  @Override
  public String[] getVersion() {
    return lines(manifest()).toArray(String[]::new);
  }

  /** Pipit's version alone. */
  public static String pipit() {
    String version = manifest().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    return version == null ? UNKNOWN : version;
  }

  /** When the build was made; long ago for a development build. */
  static Instant built() {
    try {
      Optional<Path> jar = jar();
      if (jar.isPresent()) {
        try (JarFile file = new JarFile(jar.get().toFile())) {
          return file.getEntry(JarFile.MANIFEST_NAME).getLastModifiedTime().toInstant();
        }
      }
    } catch (IOException e) {
      return Instant.EPOCH;
    }
    return Instant.EPOCH;
  }

  static List<String> lines(Attributes manifest) {
    String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    String commit = manifest.getValue("Pipit-Commit");
    String libtorch = manifest.getValue("Libtorch-Version");
    List<String> lines = new ArrayList<>();
    lines.add(
        "pipit "
            + (version == null ? UNKNOWN : version)
            + (commit == null || commit.isEmpty() ? "" : " (" + commit + ")"));
    if (libtorch != null) {
      lines.add("libtorch " + libtorch);
    }
    lines.add("Java " + Platform.javaVersion());
    lines.add(Platform.system());
    return lines;
  }

  private static Attributes manifest() {
    try {
      Optional<Path> jar = jar();
      if (jar.isPresent()) {
        try (JarFile file = new JarFile(jar.get().toFile())) {
          Manifest manifest = file.getManifest();
          return manifest == null ? new Attributes() : manifest.getMainAttributes();
        }
      }
    } catch (IOException e) {
      // Not knowing the version must not stop anything.
      return new Attributes();
    }
    return new Attributes();
  }

  /** The jar that this class is in; empty when it is in a folder. */
  private static Optional<Path> jar() {
    CodeSource source = Version.class.getProtectionDomain().getCodeSource();
    try {
      return Optional.of(Path.of(new URI(source.getLocation().toString())))
          .filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
