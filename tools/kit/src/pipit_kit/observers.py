"""Observers that PyTorch has not: what range of activations deserves the 256 steps."""

from __future__ import annotations

import torch
from torch.ao.quantization import HistogramObserver, MinMaxObserver, MovingAverageMinMaxObserver

# Enough to know a quantile by, and few enough to sort at each picture.
SAMPLE = 1 << 16


# How much wider than all before a picture's range may be: PyTorch's histogram takes 2 MB of memory for each time.
WIDER = 256


class Histogram(HistogramObserver):
    """PyTorch's, which begins again where a layer was next to dead in the pictures before."""

    def forward(self, x_orig: torch.Tensor) -> torch.Tensor:
        if x_orig.numel():
            low, high = torch.aminmax(x_orig.detach())
            if 0 < self.max_val - self.min_val < (high - low) / WIDER:
                self.min_val.fill_(float("inf"))
                self.max_val.fill_(float("-inf"))
        return super().forward(x_orig)


class PercentileObserver(MovingAverageMinMaxObserver):
    """The range that leaves out a share of the activations at either end, averaged over pictures."""

    def __init__(self, share: float = 1e-4, **kwargs: object) -> None:
        super().__init__(averaging_constant=0.05, **kwargs)
        self.share = share

    def forward(self, x_orig: torch.Tensor) -> torch.Tensor:
        if x_orig.numel():
            x = x_orig.detach().float().flatten()
            x = x[:: max(1, x.numel() // SAMPLE)]
            limits = torch.quantile(x, torch.tensor([self.share, 1 - self.share], dtype=x.dtype))
            # Zero must lie inside: it is what convolutions pad with.
            super().forward(torch.cat([limits, torch.zeros(1)]))
        return x_orig


OBSERVERS = {"histogram": Histogram, "minmax": MinMaxObserver, "percentile": PercentileObserver}
