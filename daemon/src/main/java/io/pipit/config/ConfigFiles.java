package io.pipit.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.pipit.errors.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses a configuration file, those in the folder beside it, and what any of them includes. Each
 * text is scanned first: the library would leave out an include that is not there, and would fetch
 * one from the network.
 */
final class ConfigFiles {
  /** More than any board needs; files that each include two others come to more. */
  private static final int MAX_FILES = 100;

  private final Diagnostics diagnostics;
  private final Set<Path> read = new LinkedHashSet<>();
  private int files;

  /** The files that include each other, from the user's own to the one that is scanned. */
  private final List<Path> open = new ArrayList<>();

  /**
   * @param diagnostics is given what is wrong in any of the files
   */
  ConfigFiles(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * The values of a file and those beside it, of which the later one counts; null when something is
   * wrong with one of their texts or an included one's.
   *
   * @throws UserException when the file can't be read
   * @throws com.typesafe.config.ConfigException for an error that the scan does not know
   */
  @Nullable Config parse(Path file) {
    scan(file);
    List<Path> dropIns = dropIns(file);
    dropIns.forEach(this::scanDropIn);
    if (diagnostics.hasProblems()) {
      return null;
    }
    Config values = values(file);
    for (Path dropIn : dropIns) {
      values = values(dropIn).withFallback(values);
    }
    return values;
  }

  /** All files that were read, in this order. */
  List<Path> read() {
    return List.copyOf(read);
  }

  private List<Path> dropIns(Path file) {
    try {
      return DropIns.of(file);
    } catch (IOException | DirectoryIteratorException e) {
      diagnostics.problem(
          DropIns.folder(file).toString(),
          0,
          "must be a folder that can be listed; check it, its owner and permissions");
      return List.of();
    }
  }

  private void scanDropIn(Path file) {
    if (++files > MAX_FILES) {
      diagnostics.problem(file.toString(), 0, "is one of more than " + MAX_FILES + " files");
      return;
    }
    try {
      scan(file);
    } catch (ConfigException e) {
      e.problems().forEach(one -> diagnostics.problem(one.file(), one.line(), one.message()));
    } catch (UserException e) {
      String message = String.valueOf(e.getMessage());
      String place = file + ": ";
      diagnostics.problem(
          file.toString(),
          0,
          message.startsWith(place) ? message.substring(place.length()) : message);
    }
  }

  private Config values(Path file) {
    Config values = parsed(file);
    diagnostics.read(values.root());
    return values;
  }

  private void scan(Path file) {
    String text = ConfigText.read(file);
    read.add(file);
    open.add(normal(file));
    HoconScanner scanner =
        new HoconScanner(
            text, (message, line) -> diagnostics.problem(file.toString(), line, message));
    for (HoconScanner.Include include : scanner.scan()) {
      String problem = scan(file, include);
      if (problem != null) {
        diagnostics.problem(
            file.toString(), include.line(), "include \"" + include.name() + "\": " + problem);
      }
    }
    open.remove(open.size() - 1);
  }

  /** Scans an included file; gives what is wrong with the include itself. */
  private @Nullable String scan(Path file, HoconScanner.Include include) {
    if (include.kind().equals("url")
        || include.kind().equals("classpath")
        || include.name().contains("://")) {
      return "must name a file of this computer";
    }
    Path included;
    try {
      included = resolve(file, include.name());
    } catch (InvalidPathException e) {
      return "is no file's name";
    }
    if (!Files.exists(included)) {
      return "there is no file " + included;
    }
    if (++files > MAX_FILES) {
      return "is one of more than " + MAX_FILES;
    }
    if (open.contains(normal(included))) {
      return "is included by itself, over " + open.size() + (open.size() == 1 ? " file" : " files");
    }
    try {
      scan(included);
      return null;
    } catch (ConfigException e) {
      e.problems().forEach(one -> diagnostics.problem(one.file(), one.line(), one.message()));
      return null;
    } catch (UserException e) {
      return e.getMessage();
    }
  }

  /** A relative name is searched beside the file; the ending .conf may be left out. */
  private static Path resolve(Path file, String name) {
    Path path = file.resolveSibling(name);
    Path withEnding = file.resolveSibling(name + ".conf");
    return !Files.exists(path) && Files.exists(withEnding) ? withEnding : path;
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static Config parsed(Path file) {
    return ConfigFactory.parseFile(
        file.toFile(),
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false)
            .setIncluder(new Beside(file)));
  }

  /** Includes files by the names that one file gives; all of them have been scanned. */
  private record Beside(Path file) implements ConfigIncluder, ConfigIncluderFile {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
      return parsed(resolve(file, name)).root();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File name) {
      return parsed(resolve(file, name.getPath())).root();
    }
  }
}
