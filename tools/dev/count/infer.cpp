// infer MODEL WIDTH HEIGHT RUNS: runs a TorchScript detector on made-up bytes with one thread, as the daemon does it.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 5) return std::fprintf(stderr, "usage: infer MODEL WIDTH HEIGHT RUNS\n"), 64;
  at::globalContext().setQEngine(at::QEngine::QNNPACK);
  at::set_num_threads(1);
  torch::jit::Module module = torch::jit::load(argv[1]);
  module.eval();
  const c10::InferenceMode inference;
  const torch::jit::GraphOptimizerEnabledGuard asIs(false);

  const long width = std::atol(argv[2]), height = std::atol(argv[3]);
  at::Tensor picture = at::empty({1, height, width, 3}, at::kByte);
  for (long i = 0; i < picture.numel(); i++) picture.data_ptr<uint8_t>()[i] = static_cast<uint8_t>(i * 7 ^ i >> 9);

  for (long run = std::atol(argv[4]); run > 0; run--) {
    const c10::IValue heads = module.forward({picture});
    if (run == 1) std::printf("first logit %.5f\n", heads.toTupleRef().elements()[0].toTensor().data_ptr<float>()[0]);
  }
  return 0;
}
