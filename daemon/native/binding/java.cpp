#include "java.h"

#include <c10/util/Exception.h>
#include <torch/csrc/jit/runtime/jit_exception.h>

#include <new>

#include "message.h"

namespace pipit {

Java java;
JavaVM* vm;

namespace {

jclass globalClass(JNIEnv* env, const char* name) {
  jclass local = checked(env, env->FindClass(name));
  auto global = static_cast<jclass>(checked(env, env->NewGlobalRef(local)));
  env->DeleteLocalRef(local);
  return global;
}

void raise(JNIEnv* env, const char* type, const std::string& message) noexcept {
  if (env->ExceptionCheck()) return;
  try {
    jclass exception = checked(env, env->FindClass(type));
    jmethodID constructor = checked(env, env->GetMethodID(exception, "<init>", "(Ljava/lang/String;)V"));
    jobject created = checked(env, env->NewObject(exception, constructor, toJava(env, message)));
    env->Throw(static_cast<jthrowable>(created));
  } catch (...) {
    if (!env->ExceptionCheck()) env->FatalError("cannot create a Java exception");
  }
}

}  // namespace

void raise(JNIEnv* env) noexcept {
  try {
    throw;
  } catch (const JavaPending&) {
    // It is pending already.
  } catch (const IllegalState& e) {
    raise(env, "java/lang/IllegalStateException", e.what());
  } catch (const std::invalid_argument& e) {
    raise(env, "java/lang/IllegalArgumentException", e.what());
  } catch (const std::bad_alloc&) {
    // Not Java's OutOfMemoryError, which would end the process: a damaged file may name an absurd size.
    raise(env, "java/lang/RuntimeException", "libtorch asks for more memory than is available");
  } catch (const c10::Error& e) {
    raise(env, "java/lang/RuntimeException", brief(e.what_without_backtrace()));
  } catch (const std::exception& e) {
    raise(env, "java/lang/RuntimeException", brief(e.what()));
  } catch (...) {
    raise(env, "java/lang/RuntimeException", "unknown C++ exception");
  }
}

std::string toCpp(JNIEnv* env, jstring text) {
  if (text == nullptr) throw std::invalid_argument("a string is null");
  auto bytes = static_cast<jbyteArray>(checked(env, env->CallObjectMethod(text, java.stringBytes, java.utf8)));
  std::string result(static_cast<size_t>(env->GetArrayLength(bytes)), '\0');
  env->GetByteArrayRegion(bytes, 0, static_cast<jsize>(result.size()), reinterpret_cast<jbyte*>(result.data()));
  env->DeleteLocalRef(bytes);
  return result;
}

jstring toJava(JNIEnv* env, const std::string& text) {
  const auto length = static_cast<jsize>(text.size());
  jbyteArray bytes = checked(env, env->NewByteArray(length));
  env->SetByteArrayRegion(bytes, 0, length, reinterpret_cast<const jbyte*>(text.data()));
  auto result = static_cast<jstring>(checked(env, env->NewObject(java.string, java.stringNew, bytes, java.utf8)));
  env->DeleteLocalRef(bytes);
  return result;
}

void lookUp(JNIEnv* env) {
  auto method = [env](jclass type, const char* name, const char* signature) {
    return checked(env, env->GetMethodID(type, name, signature));
  };
  auto factory = [env](const char* name, const char* argument) {
    return checked(env, env->GetStaticMethodID(java.iValue, name, (std::string(argument) + "Lorg/pytorch/IValue;").c_str()));
  };
  auto getter = [env](const char* name, const char* type) {
    return checked(env, env->GetMethodID(java.iValue, name, (std::string("()") + type).c_str()));
  };

  java.string = globalClass(env, "java/lang/String");
  java.stringNew = method(java.string, "<init>", "([BLjava/nio/charset/Charset;)V");
  java.stringBytes = method(java.string, "getBytes", "(Ljava/nio/charset/Charset;)[B");
  jclass charsets = checked(env, env->FindClass("java/nio/charset/StandardCharsets"));
  jfieldID utf8 = checked(env, env->GetStaticFieldID(charsets, "UTF_8", "Ljava/nio/charset/Charset;"));
  java.utf8 = checked(env, env->NewGlobalRef(env->GetStaticObjectField(charsets, utf8)));

  java.longBox = globalClass(env, "java/lang/Long");
  java.longNew = checked(env, env->GetStaticMethodID(java.longBox, "valueOf", "(J)Ljava/lang/Long;"));
  java.longValue = method(java.longBox, "longValue", "()J");

  java.linkedHashMap = globalClass(env, "java/util/LinkedHashMap");
  java.mapNew = method(java.linkedHashMap, "<init>", "()V");
  jclass map = checked(env, env->FindClass("java/util/Map"));
  java.mapPut = method(map, "put", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
  java.mapEntries = method(map, "entrySet", "()Ljava/util/Set;");
  java.collectionArray = method(checked(env, env->FindClass("java/util/Collection")), "toArray", "()[Ljava/lang/Object;");
  jclass entry = checked(env, env->FindClass("java/util/Map$Entry"));
  java.entryKey = method(entry, "getKey", "()Ljava/lang/Object;");
  java.entryValue = method(entry, "getValue", "()Ljava/lang/Object;");

  java.byteOrder = globalClass(env, "java/nio/ByteOrder");
  jmethodID order = checked(env, env->GetStaticMethodID(java.byteOrder, "nativeOrder", "()Ljava/nio/ByteOrder;"));
  jobject native = checked(env, env->CallStaticObjectMethod(java.byteOrder, order));
  java.nativeOrder = checked(env, env->NewGlobalRef(native));
  jclass byteBuffer = checked(env, env->FindClass("java/nio/ByteBuffer"));
  java.bufferOrder = method(byteBuffer, "order", "(Ljava/nio/ByteOrder;)Ljava/nio/ByteBuffer;");

  java.hybridData = globalClass(env, "com/facebook/jni/HybridData");
  java.hybridNew = method(java.hybridData, "<init>", "()V");
  java.hybridDestructor =
      checked(env, env->GetFieldID(java.hybridData, "mDestructor", "Lcom/facebook/jni/HybridData$Destructor;"));
  jclass destructor = checked(env, env->FindClass("com/facebook/jni/HybridData$Destructor"));
  java.destructorPointer = checked(env, env->GetFieldID(destructor, "mNativePointer", "J"));
  jclass peer = checked(env, env->FindClass("org/pytorch/NativePeer"));
  java.peerHybrid = checked(env, env->GetFieldID(peer, "mHybridData", "Lcom/facebook/jni/HybridData;"));

  java.tensor = globalClass(env, "org/pytorch/Tensor");
  java.tensorDtype = method(java.tensor, "dtypeJniCode", "()I");
  java.tensorFormat = method(java.tensor, "memoryFormatJniCode", "()I");
  java.tensorBuffer = method(java.tensor, "getRawDataBuffer", "()Ljava/nio/Buffer;");
  java.tensorShape = checked(env, env->GetFieldID(java.tensor, "shape", "[J"));
  java.tensorNew = checked(
      env, env->GetStaticMethodID(java.tensor, "nativeNewTensor",
                                  "(Ljava/nio/ByteBuffer;[JIILcom/facebook/jni/HybridData;)Lorg/pytorch/Tensor;"));

  java.iValue = globalClass(env, "org/pytorch/IValue");
  java.valueCode = checked(env, env->GetFieldID(java.iValue, "mTypeCode", "I"));
  java.toTensor = getter("toTensor", "Lorg/pytorch/Tensor;");
  java.toBool = getter("toBool", "Z");
  java.toLong = getter("toLong", "J");
  java.toDouble = getter("toDouble", "D");
  java.toStr = getter("toStr", "Ljava/lang/String;");
  java.toBools = getter("toBoolList", "[Z");
  java.toLongs = getter("toLongList", "[J");
  java.toDoubles = getter("toDoubleList", "[D");
  java.toTensors = getter("toTensorList", "[Lorg/pytorch/Tensor;");
  java.toList = getter("toList", "[Lorg/pytorch/IValue;");
  java.toTuple = getter("toTuple", "[Lorg/pytorch/IValue;");
  java.toStringDict = getter("toDictStringKey", "Ljava/util/Map;");
  java.toLongDict = getter("toDictLongKey", "Ljava/util/Map;");
  java.fromNull = factory("optionalNull", "()");
  java.fromTensor = factory("from", "(Lorg/pytorch/Tensor;)");
  java.fromBool = factory("from", "(Z)");
  java.fromLong = factory("from", "(J)");
  java.fromDouble = factory("from", "(D)");
  java.fromString = factory("from", "(Ljava/lang/String;)");
  java.fromBools = factory("listFrom", "([Z)");
  java.fromLongs = factory("listFrom", "([J)");
  java.fromDoubles = factory("listFrom", "([D)");
  java.fromTensors = factory("listFrom", "([Lorg/pytorch/Tensor;)");
  java.fromList = factory("listFrom", "([Lorg/pytorch/IValue;)");
  java.fromTuple = factory("tupleFrom", "([Lorg/pytorch/IValue;)");
  java.fromStringDict = factory("dictStringKeyFrom", "(Ljava/util/Map;)");
  java.fromLongDict = factory("dictLongKeyFrom", "(Ljava/util/Map;)");
}

}  // namespace pipit
