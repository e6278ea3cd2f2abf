// How the native methods reach Java: each file registers its own, JNI_OnLoad calls them.
#pragma once

#include <jni.h>

#include <vector>

#include "java.h"

namespace pipit {

// One native method; takes the function itself so that each table is free of casts.
struct Native {
  template <class Function>
  Native(const char* name, const char* signature, Function* function)
      : name(name), signature(signature), function(reinterpret_cast<void*>(function)) {}
  const char* name;
  const char* signature;
  void* function;
};

inline void registerNatives(JNIEnv* env, const char* type, const std::vector<Native>& natives) {
  std::vector<JNINativeMethod> methods;
  for (const Native& native : natives) {
    methods.push_back({const_cast<char*>(native.name), const_cast<char*>(native.signature), native.function});
  }
  jclass found = checked(env, env->FindClass(type));
  env->RegisterNatives(found, methods.data(), static_cast<jint>(methods.size()));
  check(env);
}

void registerModule(JNIEnv* env);
void registerLibtorch(JNIEnv* env);

// Brings the calling thread to the thread count set last; OpenMP keeps one per thread.
void applyThreads();

}  // namespace pipit
