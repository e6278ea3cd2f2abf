"""Which layers of a network run in int8, and where numbers are converted.

A convolution is cheap in int8 alone; pooling, joining and the like have a kernel for either kind, and take the one that
costs the fewest conversions; the YOLO layers, and what the user wants so, stay float. The fewest conversions are a
minimum cut. Source: L. R. Ford and D. R. Fulkerson, "Maximal Flow Through a Network", 1956.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import KitError
from .layers import Conv, Shortcut, Yolo
from .network import INPUT, Network


@dataclass(frozen=True)
class Placement:
    """Where what is computed.

    Attributes:
        int8: numbers of the layers that run in int8.
        dequantized: layers whose int8 output is wanted as floats too.
        quantized: layers whose float output is wanted as int8 too; INPUT is the network's input.
    """

    int8: frozenset[int]
    dequantized: tuple[int, ...]
    quantized: tuple[int, ...]

    def text(self, network: Network) -> list[str]:
        """A line for each conversion."""

        def name(k: int) -> str:
            return "the input" if k == INPUT else f"layer {k} ({type(network.layers[k]).__name__.lower()})"

        lines = [f"quantize {name(k)}" for k in self.quantized]
        return lines + [f"dequantize {name(k)}" for k in self.dequantized]


def readers(network: Network) -> dict[int, list[int]]:
    """By number of a layer, those that read its output; INPUT is the network's input."""
    found: dict[int, list[int]] = collections.defaultdict(list)
    for i in range(len(network.layers)):
        for k in network.inputs_of(i):
            found[k].append(i)
    return found


def place(network: Network, keep_float: Iterable[int] = (), input_int8: bool = True) -> Placement:
    """Places every layer with the fewest conversions.

    Args:
        network: of any stage.
        keep_float: numbers of layers that must stay float.
        input_int8: whether the input comes as int8 already (bytes do).

    Raises:
        KitError: when a layer to be kept is not there.
    """
    keep = set(keep_float)
    unknown = sorted(k for k in keep if not 0 <= k < len(network.layers))
    if unknown:
        raise KitError(f"layer {unknown[0]} can't be kept in float: the layers are 0 to {len(network.layers) - 1}")
    flow = _Flow()
    for i, layer in enumerate(network.layers):
        if isinstance(layer, Yolo) or i in keep:
            flow.edge(i, "float", None)
        elif isinstance(layer, (Conv, Shortcut)):
            flow.edge("int8", i, None)
    source, target = ("int8", INPUT) if input_int8 else (INPUT, "float")
    flow.edge(source, target, None)
    reading = readers(network)
    for k, followers in reading.items():
        flow.edge(k, ("dequantize", k), 1)
        flow.edge(("quantize", k), k, 1)
        for i in followers:
            flow.edge(("dequantize", k), i, None)
            flow.edge(i, ("quantize", k), None)
    floats = flow.sink_side("int8", "float")
    int8 = frozenset(i for i in range(len(network.layers)) if i not in floats)
    inside = int8 | ({INPUT} if input_int8 else set())
    crossing = [k for k, followers in sorted(reading.items()) if any((i in int8) != (k in inside) for i in followers)]
    return Placement(int8, tuple(k for k in crossing if k in inside), tuple(k for k in crossing if k not in inside))


class _Flow:
    """A network of pipes; capacity None is without end."""

    def __init__(self) -> None:
        self.free: dict = collections.defaultdict(dict)

    def edge(self, source: object, target: object, capacity: int | None) -> None:
        self.free[source][target] = float("inf") if capacity is None else capacity
        self.free[target].setdefault(source, 0)

    def sink_side(self, source: object, sink: object) -> set:
        """The smallest set of nodes with the sink whose pipes from the others have the smallest capacity."""
        while (path := self._path(source, sink)) is not None:
            spare = min(self.free[a][b] for a, b in path)
            if spare == float("inf"):
                raise ValueError("source and sink are joined by pipes without end")
            for a, b in path:
                self.free[a][b] -= spare
                self.free[b][a] += spare
        side, todo = {sink}, [sink]
        while todo:
            node = todo.pop()
            for other in self.free[node]:
                if other not in side and self.free[other][node] > 0:
                    side.add(other)
                    todo.append(other)
        return side

    def _path(self, source: object, sink: object) -> list[tuple] | None:
        came: dict = {source: None}
        todo = collections.deque([source])
        while todo:
            node = todo.popleft()
            for other, capacity in self.free[node].items():
                if capacity > 0 and other not in came:
                    came[other] = node
                    todo.append(other)
        if sink not in came:
            return None
        path, node = [], sink
        while came[node] is not None:
            path.append((came[node], node))
            node = came[node]
        return path[::-1]
