#!/usr/bin/python3
"""Writes an fp32 twin of the shipped model as TorchScript: the same layers with random weights.

What an inference costs does not depend on the weights. Usage: float_twin.py OUT.pt [HEAD_CHANNELS]
"""

import sys
from typing import Tuple

import torch
import torch.nn.functional as F
from torch import nn


def conv(inputs: int, outputs: int, size: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, padding=size // 2), nn.ReLU())


class Twin(nn.Module):
    """YOLOv3-tiny with ReLU. Call: uint8 [1, H, W, 3] to two float [1, h, w, channels]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        widths = [3, 16, 32, 64, 128, 256]
        self.down = nn.ModuleList([conv(a, b, 3) for a, b in zip(widths, widths[1:])])
        self.deep = nn.Sequential(conv(256, 512, 3), nn.ConstantPad2d((0, 1, 0, 1), -1e30), nn.MaxPool2d(2, 1))
        self.neck = nn.Sequential(conv(512, 1024, 3), conv(1024, 256, 1))
        self.coarse = nn.Sequential(conv(256, 512, 3), nn.Conv2d(512, channels, 1))
        self.up = conv(256, 128, 1)
        self.fine = nn.Sequential(conv(384, 256, 3), nn.Conv2d(256, channels, 1))

    def forward(self, camera: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        x = camera.permute(0, 3, 1, 2).float() / 255
        skip = x
        for layer in self.down:
            skip = layer(x)
            x = F.max_pool2d(skip, 2, 2)
        x = self.neck(self.deep(x))
        up = F.interpolate(self.up(x), scale_factor=2.0, mode="nearest")
        fine = self.fine(torch.cat([up, skip], 1))
        return self.coarse(x).permute(0, 2, 3, 1).contiguous(), fine.permute(0, 2, 3, 1).contiguous()


def main() -> None:
    torch.manual_seed(1)
    channels = int(sys.argv[2]) if len(sys.argv) > 2 else 39
    with torch.no_grad():
        network = torch.jit.freeze(torch.jit.script(Twin(channels).eval()))
    network.save(sys.argv[1])


if __name__ == "__main__":
    main()
