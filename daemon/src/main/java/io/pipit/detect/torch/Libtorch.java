package io.pipit.detect.torch;

import java.util.List;

/**
 * Settings of libtorch that hold for the whole process: the engine of quantized operators and the
 * number of threads. Any thread.
 */
public final class Libtorch {
  private Libtorch() {}

  /**
   * Loads the native libraries; the first call does it, later ones return at once.
   *
   * @throws NativeLibraryException when they can't be found, unpacked or loaded
   */
  public static void load() {
    NativeLibraries.load();
  }

  /** The quantized engines of this platform's libtorch: some of qnnpack, x86, fbgemm, onednn. */
  public static List<String> engines() {
    load();
    return List.of(nativeEngines());
  }

  /** The engine that quantized operators use now. */
  public static String engine() {
    load();
    return nativeEngine();
  }

  /**
   * Chooses the quantized engine. Weights are packed for it while a model is loaded, so it must be
   * set before, and stay.
   *
   * @throws IllegalArgumentException when this libtorch hasn't it
   */
  public static void setEngine(String engine) {
    load();
    nativeSetEngine(engine);
  }

  /** Threads within one operator, the calling one included. */
  public static int threads() {
    load();
    return nativeThreads();
  }

  /**
   * Sets the number of threads within one operator, for every thread's next forward.
   *
   * @throws IllegalArgumentException when below 1
   */
  public static void setThreads(int count) {
    load();
    nativeSetThreads(count);
  }

  /** libtorch's version. */
  public static String version() {
    load();
    return nativeVersion();
  }

  /** The instruction set libtorch chose for its float operators, as "AVX2" or "DEFAULT". */
  public static String cpuCapability() {
    load();
    return nativeCpuCapability();
  }

  /** The sha256 of the sources that the loaded binding was built from. */
  public static String sourceHash() {
    load();
    return nativeSources();
  }

  private static native String[] nativeEngines();

  private static native String nativeEngine();

  private static native void nativeSetEngine(String engine);

  private static native int nativeThreads();

  private static native void nativeSetThreads(int count);

  private static native String nativeVersion();

  private static native String nativeCpuCapability();

  private static native String nativeSources();
}
