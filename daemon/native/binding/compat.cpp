// Two symbols that a current compiler takes from a newer system library than libtorch itself needs. Owning them
// (the version script keeps them local) lets the binding load wherever libtorch does.
#include <new>

// glibc 2.32: whether shared_ptr may count without atomics. Never is always correct.
extern "C" {
extern char __libc_single_threaded;
char __libc_single_threaded = 0;
}

// libstdc++ 3.4.29: what an allocator calls for an impossible size.
namespace std {
[[noreturn]] void __throw_bad_array_new_length();
[[noreturn]] void __throw_bad_array_new_length() { throw bad_array_new_length(); }
}  // namespace std
