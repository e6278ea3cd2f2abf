package io.pipit.detect.torch;

import com.facebook.soloader.nativeloader.NativeLoader;
import com.facebook.soloader.nativeloader.NativeLoaderDelegate;
import io.pipit.errors.ExitCode;
import io.pipit.util.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Finds libtorch and the JNI binding and loads them. An installed tree has them in {@code
 * lib/native/PLATFORM} of the folder that the system property {@code pipit.home} names; otherwise
 * they are unpacked from the class path into the cache, once per version.
 */
public final class NativeLibraries {
  public static final String BINDING = "libpytorch_jni.so";

  /** Written into DJL's archive: its version, its platform and the list of its libraries. */
  private static final String LIBTORCH_INDEX = "native/lib/pytorch.properties";

  /** Only links to libtorch_cpu; nothing needs it. */
  private static final String EMPTY_SHELL = "libtorch.so";

  private static boolean loaded;

  private NativeLibraries() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    Path folder = directory().toAbsolutePath();
    checkWhole(folder);
    Path binding = folder.resolve(BINDING);
    NativeLoader.initIfUninitialized(new AlreadyLoaded());
    startReferenceThreadAsDaemon();
    try {
      System.load(binding.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new NativeLibraryException(
          ExitCode.UNAVAILABLE,
          "libtorch cannot be loaded: "
              + e.getMessage()
              + "; if a file in "
              + folder
              + " is damaged, "
              + remedy(folder),
          e);
    }
    loaded = true;
  }

  /**
   * Checks that no library was cut: it would end the process with a signal, sooner or later.
   *
   * @throws NativeLibraryException naming the first that was
   */
  static void checkWhole(Path folder) {
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, "*.so*")) {
      for (Path library : libraries) {
        long length = Files.size(library);
        long whole = minLength(library);
        if (length < whole) {
          throw damaged(library, "it has " + length + " bytes, must have " + whole);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long minLength(Path library) {
    try {
      return ElfFile.minLength(library);
    } catch (IOException e) {
      throw damaged(library, String.valueOf(e.getMessage()));
    }
  }

  private static NativeLibraryException damaged(Path library, String how) {
    Path folder = Objects.requireNonNull(library.getParent());
    return new NativeLibraryException(library + " is damaged: " + how + "; " + remedy(folder));
  }

  private static String remedy(Path folder) {
    return Platform.home().map(NativeLibraries::installed).isPresent()
        ? "install Pipit again: sudo apt-get install --reinstall pipit"
        : "delete the folder " + folder + ", it is made again";
  }

  /** The platform's name in paths and archives: linux-x86_64 or linux-aarch64. */
  static String platform() {
    return Platform.name()
        .orElseThrow(
            () ->
                new NativeLibraryException(
                    "libtorch runs on 64-bit Linux on x86 and ARM, this is " + Platform.system()));
  }

  private static Path directory() {
    Path installed = Platform.home().map(NativeLibraries::installed).orElse(null);
    if (installed != null) {
      return installed;
    }
    Map<String, URL> files = libtorch();
    URL binding = resource("native/" + platform() + "/" + BINDING);
    if (files.isEmpty() || binding == null) {
      throw new NativeLibraryException(
          "libtorch is neither in lib/native of the installed tree nor on the class path");
    }
    files.put(BINDING, binding);
    String name =
        "libtorch-"
            + index().getProperty("version")
            + "-"
            + platform()
            + "-"
            + sha256(binding).substring(0, 12);
    return new NativeCache(NativeCache.root()).directory(name, files);
  }

  private static @Nullable Path installed(Path home) {
    Path directory = home.resolve("lib").resolve("native").resolve(platform());
    return Files.isRegularFile(directory.resolve(BINDING)) ? directory : null;
  }

  /** libtorch's own files on the class path, by name; empty when there are none. */
  private static Map<String, URL> libtorch() {
    Map<String, URL> files = new LinkedHashMap<>();
    Properties index = index();
    String classifier = index.getProperty("classifier", platform());
    if (!classifier.equals(platform())) {
      throw new NativeLibraryException(
          "libtorch on the class path is for " + classifier + ", this platform is " + platform());
    }
    for (String name : index.getProperty("libraries", "").split(",", -1)) {
      URL library = resource("pytorch/cpu/" + classifier + "/" + name);
      if (library != null && !name.isEmpty() && !name.equals(EMPTY_SHELL)) {
        files.put(name, library);
      }
    }
    return files;
  }

  private static Properties index() {
    Properties index = new Properties();
    URL url = resource(LIBTORCH_INDEX);
    if (url != null) {
      try (InputStream in = url.openStream()) {
        index.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return index;
  }

  private static @Nullable URL resource(String path) {
    return NativeLibraries.class.getClassLoader().getResource(path);
  }

  private static String sha256(URL url) {
    try (InputStream in = url.openStream()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * fbjni frees what was left open on a thread of its own, which inherits from its creator whether
   * it keeps the process alive. Started from a daemon thread, it does not.
   */
  private static void startReferenceThreadAsDaemon() {
    Runnable initialise =
        () -> {
          try {
            Class.forName("com.facebook.jni.DestructorThread");
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
          }
        };
    Thread starter = new Thread(initialise, "fbjni-starter");
    starter.setDaemon(true);
    starter.start();
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Marks the libraries of org.pytorch as loaded: all their natives are in the one binding. */
  private static final class AlreadyLoaded implements NativeLoaderDelegate {
    @Override
    public boolean loadLibrary(String shortName, int flags) {
      return true;
    }

    @Override
    public String getLibraryPath(String libName) throws IOException {
      throw new IOException("not used");
    }

    @Override
    public int getSoSourcesVersion() {
      return 0;
    }
  }
}
