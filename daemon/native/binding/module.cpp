// The natives of org.pytorch.NativePeer and fbjni's HybridData.
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <memory>
#include <mutex>

#include "handles.h"
#include "java.h"
#include "natives.h"
#include "values.h"

namespace pipit {
namespace {

// A loaded module and the tensors that its last call returned to Java.
struct Peer {
  torch::jit::Module module;
  std::mutex running;
  std::vector<at::Tensor> outputs;
};

// Never destroyed: threads may still run while the process ends.
Handles<Peer>& peers = *new Handles<Peer>;

// Fills the values of `extraFiles` (its keys name files inside the model's archive).
void readExtraFiles(JNIEnv* env, jobject map, const torch::jit::ExtraFilesMap& files) {
  for (const auto& [name, content] : files) {
    LocalFrame frame(env);
    env->CallObjectMethod(map, java.mapPut, toJava(env, name), toJava(env, content));
    check(env);
  }
}

torch::jit::ExtraFilesMap namesOf(JNIEnv* env, jobject map) {
  torch::jit::ExtraFilesMap files;
  if (map == nullptr) return files;
  jobject entrySet = checked(env, env->CallObjectMethod(map, java.mapEntries));
  auto entries = static_cast<jobjectArray>(checked(env, env->CallObjectMethod(entrySet, java.collectionArray)));
  for (jsize i = 0; i < env->GetArrayLength(entries); i++) {
    LocalFrame frame(env);
    jobject name = checked(env, env->CallObjectMethod(env->GetObjectArrayElement(entries, i), java.entryKey));
    files[toCpp(env, static_cast<jstring>(name))] = "";
  }
  return files;
}

jobject initHybrid(JNIEnv* env, jclass, jstring path, jobject extraFiles, jint device) {
  return guarded(env, [&] {
    if (device != 1) throw std::invalid_argument("models run only on the CPU");
    torch::jit::ExtraFilesMap files = namesOf(env, extraFiles);
    auto peer = std::make_shared<Peer>();
    peer->module = torch::jit::load(toCpp(env, path), c10::Device(c10::kCPU), files);
    peer->module.eval();
    if (extraFiles != nullptr) readExtraFiles(env, extraFiles, files);

    jobject hybrid = checked(env, env->NewObject(java.hybridData, java.hybridNew));
    jobject destructor = checked(env, env->GetObjectField(hybrid, java.hybridDestructor));
    env->SetLongField(destructor, java.destructorPointer, peers.add(std::move(peer)));
    return hybrid;
  });
}

jobject initHybridAndroidAsset(JNIEnv* env, jclass, jstring, jobject, jint) {
  return guarded(env, []() -> jobject { throw std::invalid_argument("Android assets are not supported; load a file"); });
}

jlong handleOf(JNIEnv* env, jobject nativePeer) {
  jobject hybrid = env->GetObjectField(nativePeer, java.peerHybrid);
  if (hybrid == nullptr) return 0;
  jobject destructor = env->GetObjectField(hybrid, java.hybridDestructor);
  return destructor == nullptr ? 0 : env->GetLongField(destructor, java.destructorPointer);
}

jobject call(JNIEnv* env, jobject nativePeer, const std::string& name, jobjectArray arguments) {
  if (arguments == nullptr) throw std::invalid_argument("the arguments are null");
  const std::shared_ptr<Peer> peer = peers.find(handleOf(env, nativePeer));
  if (peer == nullptr) throw IllegalState("the model is closed");
  const std::lock_guard<std::mutex> lock(peer->running);
  applyThreads();

  const c10::InferenceMode inference;
  const torch::jit::GraphOptimizerEnabledGuard noOptimizer(false);
  std::vector<c10::IValue> inputs;
  const jsize length = env->GetArrayLength(arguments);
  inputs.reserve(static_cast<size_t>(length) + 1);
  for (jsize i = 0; i < length; i++) {
    LocalFrame frame(env);
    inputs.push_back(toCpp(env, env->GetObjectArrayElement(arguments, i)));
  }
  const c10::IValue result = peer->module.get_method(name)(std::move(inputs));
  std::vector<at::Tensor> outputs;
  jobject converted = toJava(env, result, outputs);
  peer->outputs.swap(outputs);  // those of the previous call are freed here
  return converted;
}

jobject forward(JNIEnv* env, jobject nativePeer, jobjectArray arguments) {
  return guarded(env, [&] { return call(env, nativePeer, "forward", arguments); });
}

jobject runMethod(JNIEnv* env, jobject nativePeer, jstring name, jobjectArray arguments) {
  return guarded(env, [&] { return call(env, nativePeer, toCpp(env, name), arguments); });
}

void deleteNative(JNIEnv* env, jclass, jlong handle) {
  guarded(env, [&] { peers.remove(handle); });
}

}  // namespace

void registerModule(JNIEnv* env) {
  registerNatives(env, "org/pytorch/NativePeer",
                  {{"initHybrid", "(Ljava/lang/String;Ljava/util/Map;I)Lcom/facebook/jni/HybridData;", initHybrid},
                   {"initHybridAndroidAsset", "(Ljava/lang/String;Ljava/lang/Object;I)Lcom/facebook/jni/HybridData;",
                    initHybridAndroidAsset},
                   {"forward", "([Lorg/pytorch/IValue;)Lorg/pytorch/IValue;", forward},
                   {"runMethod", "(Ljava/lang/String;[Lorg/pytorch/IValue;)Lorg/pytorch/IValue;", runMethod}});
  registerNatives(env, "com/facebook/jni/HybridData$Destructor", {{"deleteNative", "(J)V", deleteNative}});
}

}  // namespace pipit
