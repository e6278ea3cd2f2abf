"""Observers that PyTorch has not: what range of activations deserves the 256 steps."""

from __future__ import annotations

from typing import Any

import torch
from torch.ao.quantization import HistogramObserver, MinMaxObserver, MovingAverageMinMaxObserver

# Enough to know a quantile by, and few enough to sort at each image.
SAMPLE = 1 << 16


# How much wider than all before an image's range may be: PyTorch's histogram takes 2 MB of memory for each time.
WIDER = 256


class Histogram(HistogramObserver):
    """PyTorch's, which begins again where a layer was next to dead in the images before."""

    def forward(self, x_orig: torch.Tensor) -> torch.Tensor:
        if x_orig.numel():
            low, high = torch.aminmax(x_orig.detach())
            if 0 < self.max_val - self.min_val < (high - low) / WIDER:
                self.min_val.fill_(float("inf"))
                self.max_val.fill_(float("-inf"))
        return super().forward(x_orig)


class PercentileObserver(MovingAverageMinMaxObserver):
    """The range that leaves out a fraction of the activations at either end, averaged over images."""

    def __init__(self, fraction: float = 1e-4, **kwargs: object) -> None:
        super().__init__(averaging_constant=0.05, **kwargs)
        self.fraction = fraction

    def forward(self, x_orig: torch.Tensor) -> torch.Tensor:
        if x_orig.numel():
            x = x_orig.detach().float().flatten()
            x = x[:: max(1, x.numel() // SAMPLE)]
            limits = torch.quantile(x, torch.tensor([self.fraction, 1 - self.fraction], dtype=x.dtype))
            # Zero must lie inside: it is what convolutions pad with.
            super().forward(torch.cat([limits, torch.zeros(1)]))
        return x_orig


OBSERVERS: dict[str, Any] = {"histogram": Histogram, "minmax": MinMaxObserver, "percentile": PercentileObserver}
