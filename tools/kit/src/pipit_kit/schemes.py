"""How int8 networks store numbers, and which of libtorch's engines compute them so."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from .errors import KitError


@dataclass(frozen=True)
class Scheme:
    """How numbers are stored, which decides which kernels run them.

    Attributes:
        name: as in model.json.
        dtype: of activations.
        low, high: of activations.
        first_high: largest weight of the first convolution, whose input has all 8 bits.
        engines: libtorch's quantized engines that run it, the one to be preferred first.
    """

    name: str
    dtype: torch.dtype
    low: int
    high: int
    first_high: int
    engines: tuple[str, ...]

    @property
    def input_zero_point(self) -> int:
        """What a black pixel's byte becomes."""
        return -128 if self.dtype == torch.qint8 else 0


# ARM: XNNPACK's signed kernels, or QNNPACK's unsigned ones. PC: where VNNI is missing, sums of two products must fit in 16
# bits, so activations have 7 bits, and behind the 8-bit input it is the weights that have 7.
SIGNED = Scheme("signed", torch.qint8, -128, 127, 127, ("qnnpack",))
UNSIGNED = Scheme("unsigned", torch.quint8, 0, 127, 63, ("x86", "fbgemm", "onednn"))
UNSIGNED_FULL = Scheme("unsigned-full", torch.quint8, 0, 255, 127, ("qnnpack",))
SCHEMES = {scheme.name: scheme for scheme in (SIGNED, UNSIGNED, UNSIGNED_FULL)}
BY_ENGINE = {"arm": SIGNED, "x86": UNSIGNED, "fbgemm": UNSIGNED, "qnnpack-unsigned": UNSIGNED_FULL}


def engine_for(scheme: Scheme) -> str:
    """Which of this PyTorch's engines computes a scheme.

    Those of the unsigned one add the bias in float and agree to the bit (x86, fbgemm; onednn but for ties). QNNPACK would
    run it too, but rounds the bias: a number in some thousands comes out a step off at each layer, and 6 in 100 at the
    heads of YOLOv3-tiny.

    Raises:
        KitError: when it has none.
    """
    return engines_for(scheme)[0]


def engines_for(scheme: Scheme) -> list[str]:
    """All of them, the one to be preferred first.

    Raises:
        KitError: when there is none.
    """
    had = _engines()
    found = [engine for engine in scheme.engines if engine in had]
    if not found:
        raise KitError(
            f"{scheme.name} networks need one of the quantized engines {', '.join(scheme.engines)}; PyTorch "
            f"{torch.__version__} has {', '.join(e for e in had if e != 'none')} here"
        )
    return found


def _engines() -> list[str]:
    return torch.backends.quantized.supported_engines


@contextlib.contextmanager
def engine_of(scheme: Scheme, engine: str | None = None) -> Iterator[None]:
    """Packs and runs a scheme's networks on the engine for it, or on another one that is here.

    Raises:
        KitError: when this PyTorch has none.
    """
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = engine or engine_for(scheme)
    try:
        yield
    finally:
        torch.backends.quantized.engine = before
