#include "values.h"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/jit_type.h>
#include <ATen/ops/from_blob.h>

#include <limits>

#include "java.h"
#include "shape.h"

namespace pipit {
namespace {

// org.pytorch.DType, by its JNI codes.
constexpr at::ScalarType kTypes[] = {at::kByte, at::kChar, at::kInt, at::kFloat, at::kLong, at::kDouble};

// The type codes of org.pytorch.IValue.
enum Code {
  kNull = 1, kTensor, kBool, kLong, kDouble, kString, kTuple, kBools, kLongs, kDoubles, kTensors, kList, kStringDict, kLongDict
};

// Drops a global reference from whatever thread libtorch frees the storage on.
void release(jobject reference) {
  JNIEnv* env = nullptr;
  const bool attached = vm->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_6) == JNI_OK;
  if (!attached && vm->AttachCurrentThreadAsDaemon(reinterpret_cast<void**>(&env), nullptr) != JNI_OK) return;
  env->DeleteGlobalRef(reference);
  if (!attached) vm->DetachCurrentThread();
}

at::Tensor tensorToCpp(JNIEnv* env, jobject tensor) {
  if (tensor == nullptr) throw std::invalid_argument("a tensor is null");
  LocalFrame frame(env);
  const jint dtype = env->CallIntMethod(tensor, java.tensorDtype);
  check(env);
  const jint format = env->CallIntMethod(tensor, java.tensorFormat);
  check(env);
  jobject buffer = checked(env, env->CallObjectMethod(tensor, java.tensorBuffer));
  auto shapeArray = static_cast<jlongArray>(checked(env, env->GetObjectField(tensor, java.tensorShape)));
  if (dtype < 1 || dtype > 6) throw std::invalid_argument("tensor type code " + std::to_string(dtype) + " is unknown");

  std::vector<int64_t> shape(static_cast<size_t>(env->GetArrayLength(shapeArray)));
  env->GetLongArrayRegion(shapeArray, 0, static_cast<jsize>(shape.size()), reinterpret_cast<jlong*>(shape.data()));
  const int64_t elements = elementCount(shape);
  // The buffer is a view of the tensor's own type, so its capacity is in elements.
  void* data = env->GetDirectBufferAddress(buffer);
  if (env->GetDirectBufferCapacity(buffer) < elements || (data == nullptr && elements > 0)) {
    throw std::invalid_argument("a tensor's buffer is not direct or smaller than its shape");
  }

  const std::vector<int64_t> strides = stridesOf(shape, format);
  jobject global = checked(env, env->NewGlobalRef(buffer));
  try {
    return at::from_blob(data, shape, strides, [global](void*) { release(global); }, at::TensorOptions(kTypes[dtype - 1]));
  } catch (...) {
    release(global);
    throw;
  }
}

template <class T, class Array, class Element>
c10::List<T> arrayToCpp(JNIEnv* env, Array array, void (JNIEnv::*region)(Array, jsize, jsize, Element*)) {
  const jsize length = env->GetArrayLength(array);
  std::vector<Element> elements(static_cast<size_t>(length));
  (env->*region)(array, 0, length, elements.data());
  c10::List<T> list;
  list.reserve(elements.size());
  for (const Element element : elements) list.push_back(static_cast<T>(element));
  return list;
}

std::vector<c10::IValue> valuesToCpp(JNIEnv* env, jobjectArray array) {
  const jsize length = env->GetArrayLength(array);
  std::vector<c10::IValue> values;
  values.reserve(static_cast<size_t>(length));
  for (jsize i = 0; i < length; i++) {
    LocalFrame frame(env);
    values.push_back(toCpp(env, env->GetObjectArrayElement(array, i)));
  }
  return values;
}

// Without the shapes that a tensor's own type carries: containers hold tensors of any shape.
c10::TypePtr elementType(const c10::IValue& value) { return c10::unshapedType(value.type()); }

c10::IValue listToCpp(JNIEnv* env, jobjectArray array) {
  const std::vector<c10::IValue> values = valuesToCpp(env, array);
  // An empty list has no element type of its own; libtorch then checks it as a list of tensors.
  const c10::TypePtr type = values.empty() ? c10::TypePtr(c10::TensorType::get()) : elementType(values[0]);
  c10::impl::GenericList list(type);
  list.reserve(values.size());
  for (const c10::IValue& value : values) {
    if (*elementType(value) != *type) throw std::invalid_argument("the elements of a list must have one type");
    list.push_back(value);
  }
  return list;
}

c10::IValue dictToCpp(JNIEnv* env, jobject map, bool byString) {
  jobject entrySet = checked(env, env->CallObjectMethod(map, java.mapEntries));
  auto entries = static_cast<jobjectArray>(checked(env, env->CallObjectMethod(entrySet, java.collectionArray)));
  const jsize length = env->GetArrayLength(entries);
  const c10::TypePtr keyType = byString ? c10::TypePtr(c10::StringType::get()) : c10::TypePtr(c10::IntType::get());
  std::vector<std::pair<c10::IValue, c10::IValue>> pairs;
  for (jsize i = 0; i < length; i++) {
    LocalFrame frame(env);
    jobject entry = env->GetObjectArrayElement(entries, i);
    jobject key = checked(env, env->CallObjectMethod(entry, java.entryKey));
    jobject value = checked(env, env->CallObjectMethod(entry, java.entryValue));
    if (byString != (env->IsInstanceOf(key, java.string) == JNI_TRUE) ||
        (!byString && !env->IsInstanceOf(key, java.longBox)) || !env->IsInstanceOf(value, java.iValue)) {
      throw std::invalid_argument("a dictionary has a key or a value of another type");
    }
    c10::IValue k = byString ? c10::IValue(toCpp(env, static_cast<jstring>(key)))
                             : c10::IValue(static_cast<int64_t>(env->CallLongMethod(key, java.longValue)));
    pairs.emplace_back(std::move(k), toCpp(env, value));
  }
  const c10::TypePtr valueType = pairs.empty() ? c10::TypePtr(c10::TensorType::get()) : elementType(pairs[0].second);
  c10::impl::GenericDict dict(keyType, valueType);
  for (auto& [key, value] : pairs) {
    if (*elementType(value) != *valueType) throw std::invalid_argument("the values of a dictionary must have one type");
    dict.insert_or_assign(key, value);
  }
  return dict;
}

jobject tensorToJava(JNIEnv* env, const at::Tensor& output, std::vector<at::Tensor>& owned) {
  if (!output.defined()) return nullptr;
  if (output.is_quantized()) {
    throw std::invalid_argument("the model returned a quantized tensor; it must dequantize what it returns");
  }
  if (output.layout() != at::kStrided || !output.device().is_cpu()) {
    throw std::invalid_argument("the model returned a tensor that is sparse or not in main memory");
  }
  jint dtype = 0;
  for (jint i = 0; i < 6; i++) {
    if (kTypes[i] == output.scalar_type()) dtype = i + 1;
  }
  if (dtype == 0) {
    throw std::invalid_argument(std::string("the model returned a tensor of type ") + c10::toString(output.scalar_type()) +
                                ", for which there is no Java tensor");
  }

  at::Tensor tensor = output;
  jint format = kContiguous;
  if (!tensor.is_contiguous()) {
    if (tensor.is_contiguous(at::MemoryFormat::ChannelsLast)) {
      format = kChannelsLast;
    } else if (tensor.is_contiguous(at::MemoryFormat::ChannelsLast3d)) {
      format = kChannelsLast3d;
    } else {
      tensor = tensor.contiguous();
    }
  }
  if (tensor.nbytes() > static_cast<size_t>(std::numeric_limits<jint>::max())) {
    throw std::invalid_argument("the model returned a tensor of more than 2 GiB");
  }
  static jlong empty;  // an address for tensors without elements
  void* data = tensor.numel() == 0 ? &empty : tensor.data_ptr();
  owned.push_back(tensor);

  const auto dimensions = static_cast<jsize>(tensor.dim());
  jlongArray shape = checked(env, env->NewLongArray(dimensions));
  env->SetLongArrayRegion(shape, 0, dimensions, reinterpret_cast<const jlong*>(tensor.sizes().data()));
  jobject bytes = checked(env, env->NewDirectByteBuffer(data, static_cast<jlong>(tensor.nbytes())));
  bytes = checked(env, env->CallObjectMethod(bytes, java.bufferOrder, java.nativeOrder));
  // No HybridData: the module's peer owns the memory, so that it is freed at a known time.
  return checked(env, env->CallStaticObjectMethod(java.tensor, java.tensorNew, bytes, shape, dtype, format, nullptr));
}

template <class List, class Array, class Element>
Array arrayToJava(JNIEnv* env, const List& list, Array array, void (JNIEnv::*region)(Array, jsize, jsize, const Element*)) {
  jsize i = 0;
  for (const auto& item : list) {
    const auto element = static_cast<Element>(item);
    (env->*region)(checked(env, array), i++, 1, &element);
  }
  return checked(env, array);
}

// An array of Java objects, each made by `make` in a frame of its own.
template <class List, class Make>
jobjectArray objectsToJava(JNIEnv* env, const List& list, jclass type, Make make) {
  jobjectArray array = checked(env, env->NewObjectArray(static_cast<jsize>(list.size()), type, nullptr));
  jsize i = 0;
  for (const auto& item : list) {
    LocalFrame frame(env);
    env->SetObjectArrayElement(array, i++, make(item));
    check(env);
  }
  return array;
}

jobject make(JNIEnv* env, jmethodID factory, ...) {
  va_list arguments;
  va_start(arguments, factory);
  jobject value = env->CallStaticObjectMethodV(java.iValue, factory, arguments);
  va_end(arguments);
  return checked(env, value);
}

jobject dictToJava(JNIEnv* env, const c10::impl::GenericDict& dict, std::vector<at::Tensor>& owned) {
  const bool byString = dict.keyType()->kind() == c10::TypeKind::StringType;
  if (!byString && dict.keyType()->kind() != c10::TypeKind::IntType) {
    throw std::invalid_argument("the model returned a dictionary whose keys are neither strings nor integers");
  }
  jobject map = checked(env, env->NewObject(java.linkedHashMap, java.mapNew));
  for (const auto& entry : dict) {
    LocalFrame frame(env);
    jobject key = byString
                      ? toJava(env, entry.key().toStringRef())
                      : env->CallStaticObjectMethod(java.longBox, java.longNew, static_cast<jlong>(entry.key().toInt()));
    check(env);
    env->CallObjectMethod(map, java.mapPut, key, toJava(env, entry.value(), owned));
    check(env);
  }
  return make(env, byString ? java.fromStringDict : java.fromLongDict, map);
}

}  // namespace

c10::IValue toCpp(JNIEnv* env, jobject value) {
  if (value == nullptr) throw std::invalid_argument("a value is null; use IValue.optionalNull()");
  const auto object = [env, value](jmethodID getter) { return checked(env, env->CallObjectMethod(value, getter)); };
  switch (env->GetIntField(value, java.valueCode)) {
    case kNull:
      return c10::IValue();
    case kTensor:
      return tensorToCpp(env, object(java.toTensor));
    case kBool:
      return static_cast<bool>(env->CallBooleanMethod(value, java.toBool));
    case kLong:
      return static_cast<int64_t>(env->CallLongMethod(value, java.toLong));
    case kDouble:
      return static_cast<double>(env->CallDoubleMethod(value, java.toDouble));
    case kString:
      return toCpp(env, static_cast<jstring>(object(java.toStr)));
    case kTuple:
      return c10::ivalue::Tuple::create(valuesToCpp(env, static_cast<jobjectArray>(object(java.toTuple))));
    case kBools:
      return arrayToCpp<bool>(env, static_cast<jbooleanArray>(object(java.toBools)), &JNIEnv::GetBooleanArrayRegion);
    case kLongs:
      return arrayToCpp<int64_t>(env, static_cast<jlongArray>(object(java.toLongs)), &JNIEnv::GetLongArrayRegion);
    case kDoubles:
      return arrayToCpp<double>(env, static_cast<jdoubleArray>(object(java.toDoubles)), &JNIEnv::GetDoubleArrayRegion);
    case kTensors: {
      auto array = static_cast<jobjectArray>(object(java.toTensors));
      c10::List<at::Tensor> list;
      for (jsize i = 0; i < env->GetArrayLength(array); i++) {
        LocalFrame frame(env);
        list.push_back(tensorToCpp(env, env->GetObjectArrayElement(array, i)));
      }
      return list;
    }
    case kList:
      return listToCpp(env, static_cast<jobjectArray>(object(java.toList)));
    case kStringDict:
      return dictToCpp(env, object(java.toStringDict), true);
    case kLongDict:
      return dictToCpp(env, object(java.toLongDict), false);
    default:
      throw std::invalid_argument("a value's type code is unknown");
  }
}

jobject toJava(JNIEnv* env, const c10::IValue& value, std::vector<at::Tensor>& owned) {
  const auto convert = [env, &owned](const c10::IValue& item) { return toJava(env, item, owned); };
  if (value.isNone()) return make(env, java.fromNull);
  if (value.isTensor()) {
    jobject tensor = tensorToJava(env, value.toTensor(), owned);
    return tensor == nullptr ? make(env, java.fromNull) : make(env, java.fromTensor, tensor);
  }
  if (value.isBool()) return make(env, java.fromBool, static_cast<jboolean>(value.toBool()));
  if (value.isInt()) return make(env, java.fromLong, static_cast<jlong>(value.toInt()));
  if (value.isDouble()) return make(env, java.fromDouble, value.toDouble());
  if (value.isString()) return make(env, java.fromString, toJava(env, value.toStringRef()));
  if (value.isTuple()) {
    return make(env, java.fromTuple, objectsToJava(env, value.toTupleRef().elements(), java.iValue, convert));
  }
  if (value.isBoolList()) {
    const auto list = value.toBoolList();
    jbooleanArray array = env->NewBooleanArray(static_cast<jsize>(list.size()));
    return make(env, java.fromBools, arrayToJava(env, list, array, &JNIEnv::SetBooleanArrayRegion));
  }
  if (value.isIntList()) {
    const auto list = value.toIntList();
    jlongArray array = env->NewLongArray(static_cast<jsize>(list.size()));
    return make(env, java.fromLongs, arrayToJava(env, list, array, &JNIEnv::SetLongArrayRegion));
  }
  if (value.isDoubleList()) {
    const auto list = value.toDoubleList();
    jdoubleArray array = env->NewDoubleArray(static_cast<jsize>(list.size()));
    return make(env, java.fromDoubles, arrayToJava(env, list, array, &JNIEnv::SetDoubleArrayRegion));
  }
  if (value.isTensorList()) {
    const auto tensor = [env, &owned](const at::Tensor& item) { return tensorToJava(env, item, owned); };
    return make(env, java.fromTensors, objectsToJava(env, value.toTensorVector(), java.tensor, tensor));
  }
  if (value.isList()) return make(env, java.fromList, objectsToJava(env, value.toListRef(), java.iValue, convert));
  if (value.isGenericDict()) return dictToJava(env, value.toGenericDict(), owned);
  throw std::invalid_argument("the model returned a " + value.tagKind() + ", for which there is no Java value");
}

}  // namespace pipit
