// The natives of org.pytorch.NativePeer and fbjni's HybridData.
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <memory>
#include <mutex>
#include <unordered_map>

#include "java.h"
#include "natives.h"
#include "values.h"

namespace pipit {
namespace {

// A loaded module and the tensors its last call gave to Java.
struct Peer {
  torch::jit::Module module;
  std::mutex running;
  std::vector<at::Tensor> outputs;
};

// Java holds numbers, never pointers: a number is used once, so a second free, or a call after close, finds nothing
// instead of freed memory, and a module closed by another thread lives until the call that runs in it ends.
class Peers {
 public:
  jlong add(std::shared_ptr<Peer> peer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    peers_.emplace(++last_, std::move(peer));
    return last_;
  }

  std::shared_ptr<Peer> get(jlong handle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = peers_.find(handle);
    if (found == peers_.end()) throw IllegalState("the model is closed");
    return found->second;
  }

  void remove(jlong handle) {
    std::shared_ptr<Peer> dying;  // freed after the lock
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = peers_.find(handle);
    if (found == peers_.end()) return;
    dying = std::move(found->second);
    peers_.erase(found);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<jlong, std::shared_ptr<Peer>> peers_;
  jlong last_ = 0;
};

// Never destroyed: threads may still run while the process ends.
Peers& peers = *new Peers;

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
    if (device != 1) throw std::invalid_argument("models run on the CPU only");
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
  return guarded(env, []() -> jobject { throw std::invalid_argument("there are no Android assets here; load a file"); });
}

jlong handleOf(JNIEnv* env, jobject nativePeer) {
  jobject hybrid = env->GetObjectField(nativePeer, java.peerHybrid);
  if (hybrid == nullptr) return 0;
  jobject destructor = env->GetObjectField(hybrid, java.hybridDestructor);
  return destructor == nullptr ? 0 : env->GetLongField(destructor, java.destructorPointer);
}

jobject call(JNIEnv* env, jobject nativePeer, const std::string& name, jobjectArray arguments) {
  if (arguments == nullptr) throw std::invalid_argument("the arguments are null");
  const std::shared_ptr<Peer> peer = peers.get(handleOf(env, nativePeer));
  const std::lock_guard<std::mutex> lock(peer->running);
  applyThreads();

  const c10::InferenceMode inference;
  const torch::jit::GraphOptimizerEnabledGuard asIs(false);
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
  peer->outputs.swap(outputs);  // those of the call before die here
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
