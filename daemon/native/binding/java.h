// The Java side as C++ sees it: classes, fields and methods looked up once, strings, and exceptions in both directions.
#pragma once

#include <jni.h>

#include <stdexcept>
#include <string>

namespace pipit {

// Thrown after a JNI call that left a Java exception pending; the boundary then simply returns.
struct JavaPending {};

// Becomes IllegalStateException.
struct IllegalState : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Every class, field and method this library uses. Filled by JNI_OnLoad, constant afterwards.
struct Java {
  jclass iValue, tensor, string, longBox;
  jobject utf8;

  jfieldID peerHybrid, hybridDestructor, destructorPointer;
  jclass hybridData;
  jmethodID hybridNew;

  jmethodID tensorDtype, tensorFormat, tensorBuffer, tensorNew;
  jfieldID tensorShape;

  jfieldID valueCode;
  jmethodID toTensor, toBool, toLong, toDouble, toStr, toBools, toLongs, toDoubles, toTensors, toList, toTuple, toStringDict,
      toLongDict;
  jmethodID fromNull, fromTensor, fromBool, fromLong, fromDouble, fromString, fromBools, fromLongs, fromDoubles, fromTensors,
      fromList, fromTuple, fromStringDict, fromLongDict;

  jclass byteOrder, linkedHashMap;
  jobject nativeOrder;
  jmethodID bufferOrder, stringNew, stringBytes, longNew, longValue, mapNew, mapPut, mapEntries, collectionArray, entryKey,
      entryValue;
};

extern Java java;
extern JavaVM* vm;

void lookUp(JNIEnv* env);  // throws JavaPending

// Turns the C++ exception in flight into a pending Java exception.
void raise(JNIEnv* env) noexcept;

inline void check(JNIEnv* env) {
  if (env->ExceptionCheck()) throw JavaPending{};
}

// The result of a JNI call that returns null only when it failed.
template <class T>
T checked(JNIEnv* env, T result) {
  if (result == nullptr || env->ExceptionCheck()) {
    if (!env->ExceptionCheck()) throw std::runtime_error("a JNI call returned null");
    throw JavaPending{};
  }
  return result;
}

// Runs the body of a native method: no C++ exception leaves it.
template <class Body>
auto guarded(JNIEnv* env, Body body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (...) {
    raise(env);
  }
  return decltype(body())();
}

// Standard UTF-8, not JNI's modified UTF-8: a model's strings may hold any character.
std::string toCpp(JNIEnv* env, jstring text);
jstring toJava(JNIEnv* env, const std::string& text);

// Frees the local references created while it lives, so that a list of any length is converted in bounded space.
class LocalFrame {
 public:
  explicit LocalFrame(JNIEnv* env) : env_(env) {
    if (env->PushLocalFrame(16) != 0) throw JavaPending{};
  }
  ~LocalFrame() {
    if (env_ != nullptr) env_->PopLocalFrame(nullptr);
  }
  LocalFrame(const LocalFrame&) = delete;
  LocalFrame& operator=(const LocalFrame&) = delete;

 private:
  JNIEnv* env_;
};

}  // namespace pipit
