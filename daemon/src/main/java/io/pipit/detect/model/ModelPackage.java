package io.pipit.detect.model;

import io.pipit.config.ModelCards;
import io.pipit.errors.ExitCode;
import io.pipit.errors.Suggestion;
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A model's folder: its card, model.json, and the files that the card names. */
public final class ModelPackage {
  private final Path folder;
  private final ModelCard card;

  private ModelPackage(Path folder, ModelCard card) {
    this.folder = folder;
    this.card = card;
  }

  /**
   * Opens a package and reads its card.
   *
   * @throws UserException when there is none or its card is wrong
   */
  public static ModelPackage open(Path folder) {
    Path file = folder.resolve("model.json");
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          ExitCode.NO_INPUT,
          file + ": not found; model.dir (or --model) must be a model package's folder");
    }
    try {
      return new ModelPackage(folder, ModelCardReader.read(JsonTree.read(file)));
    } catch (JsonTree.Malformed e) {
      throw new UserException(ExitCode.DATA, file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserException(ExitCode.NO_INPUT, file + ": can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * What the configuration depends on.
   *
   * @throws UserException when there is no package or its card is wrong
   */
  public static ModelCards.Facts facts(Path folder) {
    ModelCard card = open(folder).card;
    String name = card.name() + " " + card.version();
    return new ModelCards.Facts(name, card.classes(), card.minScores(), card.inputSide());
  }

  public ModelCard card() {
    return card;
  }

  /**
   * The TorchScript file for an engine, its hash compared with the card.
   *
   * @throws UserException when the package has none, or the file is not the one the card describes
   */
  public ModelCard.File fileFor(String engine) {
    List<String> known = new ArrayList<>();
    for (ModelCard.File file : card.files()) {
      if (file.engines().contains(engine)) {
        verified(file.path(), file.sha256());
        return file;
      }
      known.addAll(file.engines());
    }
    throw new UserException(
        ExitCode.CONFIG,
        folder
            + ": no file for the engine "
            + engine
            + "; this model has "
            + Suggestion.list(known)
            + Suggestion.hint(engine, known));
  }

  /**
   * The path of a file of the package that is what the card says.
   *
   * @throws UserException when it is missing, can't be read or differs
   */
  public Path verified(String name, String sha256) {
    Path path = path(name);
    String found = hash(path);
    if (!found.equals(sha256)) {
      throw new UserException(
          ExitCode.DATA,
          path
              + ": not the file that model.json describes (sha256 "
              + found.substring(0, 12)
              + "..., must be "
              + sha256.substring(0, 12)
              + "...); install the model again");
    }
    return path;
  }

  private Path path(String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new UserException(
          ExitCode.DATA,
          folder
              + ": model.json names the file '"
              + name
              + "', a name that this system's locale can't hold; use a UTF-8 locale",
          e);
    }
  }

  private static String hash(Path path) {
    try (InputStream stream = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[1 << 16];
      for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw new UserException(
          ExitCode.NO_INPUT,
          path + ": model.json names this file, but it can't be read: " + e.getMessage(),
          e);
    }
  }
}
