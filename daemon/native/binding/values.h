// org.pytorch's IValue and Tensor to libtorch's and back.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <jni.h>

#include <vector>

namespace pipit {

// A view of the Java value; tensors use the Java buffer's memory and keep that buffer alive as long as libtorch needs it.
c10::IValue toCpp(JNIEnv* env, jobject value);

// A Java view of the value. Its tensors' memory belongs to libtorch: each tensor is put into `owned`,
// and the Java tensor may be read only while that entry lives.
jobject toJava(JNIEnv* env, const c10::IValue& value, std::vector<at::Tensor>& owned);

}  // namespace pipit
