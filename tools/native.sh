# Shared by the scripts that build or run native code: CMake, libtorch's files and an emulated ARM processor. Sourced, not run.
# shellcheck shell=bash
# The sourcing script has set root and sourced setup.sh.

# shellcheck disable=SC2154
native_work=$root/.work/native
torch_version=$(sed -n 's|.*<pytorch-native.version>\(.*\)</pytorch-native.version>.*|\1|p' "$root/pom.xml")
emulator_packages=(qemu-user mmdebstrap debian-archive-keyring)
case $(dpkg --print-architecture) in
  arm64) host_arch=aarch64 ;;
  *) host_arch=x86_64 ;;
esac

# need_compilers ARCH...: CMake and Debian's compilers for x86_64 or aarch64, native or cross.
need_compilers() {
  local arch packages=("${native_packages[@]}")
  for arch in "$@"; do
    if [ "$arch" = "$host_arch" ]; then
      packages+=(g++)
    else
      packages+=("g++-${arch/_/-}-linux-gnu")
    fi
  done
  need_packages "${packages[@]}"
}

# native_build PRESET [OPTION...]: configures and builds daemon/native as a preset of it says, in .work/native/build-PRESET.
native_build() {
  (cd "$root/daemon/native" && cmake --fresh --log-level=WARNING --preset "$@" && cmake --build --preset "$1") >&2
}

# native_test PRESET: runs the tests that native_build has built.
native_test() { (cd "$root/daemon/native" && ctest --preset "$1"); }

# fetch_headers: prints the folder of libtorch's C++ headers, the same for both architectures.
fetch_headers() {
  local wheel part=$native_work/headers.part include=$native_work/torch-$torch_version/torch/include
  if [ ! -d "$include" ]; then
    need_packages python3-pip unzip
    say "Fetching libtorch $torch_version's headers (100 MB)"
    rm -rf "$part" "$native_work/torch-$torch_version"
    mkdir -p "$part"
    python3 -m pip --quiet download "torch==$torch_version" --no-deps --only-binary=:all: \
      --platform manylinux_2_28_aarch64 --python-version 3.11 --dest "$part" >&2
    wheel=$(echo "$part"/*.whl)
    unzip -q "$wheel" 'torch/include/*' -d "$part"
    rm "$wheel"
    mv "$part" "$native_work/torch-$torch_version"
  fi
  printf '%s\n' "$include"
}

# fetch_libtorch ARCH: prints the folder of libtorch's libraries for x86_64 or aarch64.
fetch_libtorch() {
  local libraries=$native_work/linux-$1 part=$native_work/linux-$1.part
  if [ ! -f "$libraries/libtorch_cpu.so" ]; then
    need_packages unzip
    say "Fetching libtorch $torch_version for $1 (about 100 MB)"
    rm -rf "$part"
    mkdir -p "$part"
    mvn -q -B -N -f "$root/pom.xml" dependency:copy "-DoutputDirectory=$part" \
      "-Dartifact=ai.djl.pytorch:pytorch-native-cpu:$torch_version:jar:linux-$1" >&2
    unzip -q -j "$part/pytorch-native-cpu-$torch_version-linux-$1.jar" "pytorch/cpu/linux-$1/*" -d "$part"
    rm "$part"/*.jar
    mv "$part" "$libraries"
  fi
  printf '%s\n' "$libraries"
}

# fetch_gstreamer ARCH: prints an unpacked Debian 12 with GStreamer's headers and libraries for x86_64 or aarch64, kept in the
# cache: what is built against it runs with it and with all later ones. Nothing in it is installed or started.
fetch_gstreamer() {
  local debian=amd64 folder=${PIPIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pipit}/gstreamer-bookworm-$1
  [ "$1" = x86_64 ] || debian=arm64
  if [ ! -d "$folder" ]; then
    need_packages mmdebstrap debian-archive-keyring
    say "Unpacking GStreamer's headers and libraries for $1 (about 60 MB to fetch)"
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder.part"
    mmdebstrap --quiet --architectures=$debian --variant=extract \
      --include=libgstreamer1.0-dev,libgstreamer-plugins-base1.0-dev bookworm "$folder.part" >&2
    mv "$folder.part" "$folder"
  fi
  printf '%s\n' "$folder"
}

# fetch_arm_root: prints an unpacked arm64 Debian with Java, kept in the cache. Nothing in it is installed or started.
fetch_arm_root() {
  local folder=${PIPIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pipit}/arm64-bookworm
  if [ ! -d "$folder" ]; then
    need_packages "${emulator_packages[@]}"
    say "Unpacking an arm64 Debian with Java (about 100 MB to fetch)"
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder.part"
    mmdebstrap --quiet --architectures=arm64 --variant=extract \
      --include=openjdk-17-jre-headless,libgomp1,libstdc++6,zlib1g,libc6 bookworm "$folder.part" >&2
    mkdir -p "$folder.part/proc"
    mv "$folder.part" "$folder"
  fi
  printf '%s\n' "$folder"
}

# emulate CPU: what qemu-aarch64 runs from now on runs as on that processor: cortex-a53, cortex-a72 or cortex-a76.
# It reads a /proc/cpuinfo of that processor, by which libtorch chooses its kernels.
emulate() {
  local cpu=$1 prefix part core features='fp asimd evtstrm crc32 cpuid'
  prefix=$(fetch_arm_root)
  case $cpu in
    cortex-a53) part=0xd03 ;;
    cortex-a72) part=0xd08 ;;
    cortex-a76) part=0xd0b features='fp asimd evtstrm crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp' ;;
    *) say "unknown processor '$cpu', must be cortex-a53, cortex-a72 or cortex-a76" && return 64 ;;
  esac
  for core in 0 1 2 3; do
    printf 'processor\t: %s\nBogoMIPS\t: 108.00\nFeatures\t: %s\nCPU implementer\t: 0x41\n' "$core" "$features"
    printf 'CPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: %s\nCPU revision\t: 3\n\n' "$part"
  done >"$prefix/proc/cpuinfo"
  export QEMU_LD_PREFIX=$prefix QEMU_CPU=$cpu
}

# on_arm CPU COMMAND...: runs an ARM program as on that processor. EMULATOR: more options for qemu.
on_arm() {
  emulate "$1" || return
  shift
  # shellcheck disable=SC2086
  qemu-aarch64 ${EMULATOR:-} "$@"
}
