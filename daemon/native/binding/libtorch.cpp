// The natives of io.pipit.detect.torch.Libtorch (engine, threads, versions) and JNI_OnLoad.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include <algorithm>
#include <atomic>

#include "java.h"
#include "natives.h"

#ifndef PIPIT_SOURCES
#error "PIPIT_SOURCES must be the sha256 of these sources; CMakeLists.txt defines it"
#endif

namespace pipit {
namespace {

// A test finds this text in the committed libraries and compares it with the sources; volatile keeps it in one piece.
const char* volatile kSources = "pipit-native-sources:" PIPIT_SOURCES;

constexpr struct {
  const char* name;
  at::QEngine engine;
} kEngines[] = {
    {"qnnpack", at::QEngine::QNNPACK}, {"x86", at::QEngine::X86}, {"fbgemm", at::QEngine::FBGEMM}, {"onednn", at::QEngine::ONEDNN}};

const char* nameOf(at::QEngine engine) {
  for (const auto& known : kEngines) {
    if (known.engine == engine) return known.name;
  }
  return "none";
}

jobjectArray engines(JNIEnv* env, jclass) {
  return guarded(env, [&] {
    std::vector<const char*> names;
    for (const at::QEngine engine : at::globalContext().supportedQEngines()) {
      if (engine != at::QEngine::NoQEngine) names.push_back(nameOf(engine));
    }
    jobjectArray array = checked(env, env->NewObjectArray(static_cast<jsize>(names.size()), java.string, nullptr));
    for (size_t i = 0; i < names.size(); i++) {
      env->SetObjectArrayElement(array, static_cast<jsize>(i), toJava(env, names[i]));
      check(env);
    }
    return array;
  });
}

jstring engine(JNIEnv* env, jclass) {
  return guarded(env, [&] { return toJava(env, nameOf(at::globalContext().qEngine())); });
}

void setEngine(JNIEnv* env, jclass, jstring text) {
  guarded(env, [&] {
    const std::string name = toCpp(env, text);
    const auto& supported = at::globalContext().supportedQEngines();
    for (const auto& known : kEngines) {
      if (name == known.name && std::find(supported.begin(), supported.end(), known.engine) != supported.end()) {
        at::globalContext().setQEngine(known.engine);
        return;
      }
    }
    throw std::invalid_argument("this libtorch has no quantized engine '" + name + "'");
  });
}

std::atomic<int> wantedThreads{0};
thread_local int appliedThreads = 0;

jint threads(JNIEnv* env, jclass) {
  return guarded(env, [] {
    applyThreads();
    return static_cast<jint>(at::get_num_threads());
  });
}

void setThreads(JNIEnv* env, jclass, jint count) {
  guarded(env, [&] {
    if (count < 1) throw std::invalid_argument("the thread count must be at least 1, is " + std::to_string(count));
    wantedThreads = count;
    applyThreads();
  });
}

jstring version(JNIEnv* env, jclass) {
  return guarded(env, [&] { return toJava(env, TORCH_VERSION); });
}

jstring cpuCapability(JNIEnv* env, jclass) {
  return guarded(env, [&] { return toJava(env, at::get_cpu_capability()); });
}

jstring sources(JNIEnv* env, jclass) {
  return guarded(env, [&] { return toJava(env, std::string(kSources).substr(sizeof("pipit-native-sources:") - 1)); });
}

}  // namespace

void applyThreads() {
  const int wanted = wantedThreads;
  if (wanted == 0 || wanted == appliedThreads) return;
  at::set_num_threads(wanted);
  appliedThreads = wanted;
}

void registerLibtorch(JNIEnv* env) {
  registerNatives(env, "io/pipit/detect/torch/Libtorch",
                  {{"nativeEngines", "()[Ljava/lang/String;", engines},
                   {"nativeEngine", "()Ljava/lang/String;", engine},
                   {"nativeSetEngine", "(Ljava/lang/String;)V", setEngine},
                   {"nativeThreads", "()I", threads},
                   {"nativeSetThreads", "(I)V", setThreads},
                   {"nativeVersion", "()Ljava/lang/String;", version},
                   {"nativeCpuCapability", "()Ljava/lang/String;", cpuCapability},
                   {"nativeSources", "()Ljava/lang/String;", sources}});
}

}  // namespace pipit

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
  JNIEnv* env = nullptr;
  if (vm->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  pipit::vm = vm;
  return pipit::guarded(env, [env] {
    pipit::lookUp(env);
    pipit::registerModule(env);
    pipit::registerLibtorch(env);
    return static_cast<jint>(JNI_VERSION_1_6);
  });
}
