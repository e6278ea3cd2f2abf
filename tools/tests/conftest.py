"""Small networks and pictures that the tests share; everything is drawn from a seed."""

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from yolo import network as net

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PIPIT_DATA", ROOT / "../shared/data"))

# YOLOv3-tiny's shape, narrow.
TINY = """
[net]
channels=3
{conv8}
[maxpool]
size=2
stride=2
{conv8}
[maxpool]
size=2
stride=2
{conv8}
[maxpool]
size=2
stride=2
{conv8}
[maxpool]
size=2
stride=2
{conv8}
[maxpool]
size=2
stride=2
{conv8}
[maxpool]
size=2
stride=1
{conv8}
[convolutional]
size=1
filters=14
activation=linear
[yolo]
mask=2,3
anchors=8,8, 16,16, 32,32, 60,60
classes=2
num=4
[route]
layers=-3
{conv8}
[upsample]
stride=2
[route]
layers=-1,8
{conv8}
[convolutional]
size=1
filters=14
activation=linear
[yolo]
mask=0,1
anchors=8,8, 16,16, 32,32, 60,60
classes=2
num=4
"""
CONV = "[convolutional]\nbatch_normalize=1\nfilters=8\nsize=3\nstride=1\npad=1\nactivation=leaky"
# What the full YOLOv3 has and the tiny one has not: strides, shortcuts, and groups as in later variants.
RESIDUAL = """
[net]
channels=3
[convolutional]
batch_normalize=1
filters=8
size=3
stride=2
pad=1
activation=leaky
[convolutional]
batch_normalize=1
filters=4
size=1
stride=1
pad=1
activation=leaky
[convolutional]
batch_normalize=1
filters=8
size=3
stride=1
pad=1
activation=leaky
[shortcut]
from=-3
activation=linear
[convolutional]
batch_normalize=1
filters=16
size=3
stride=2
groups=4
pad=1
activation=leaky
[route]
layers=-1
groups=2
group_id=1
[convolutional]
filters=14
size=1
activation=linear
[yolo]
mask=0,1
anchors=10,10, 30,30
classes=2
num=2
"""


@pytest.fixture(params=["tiny", "residual", "full"])
def cfg(request):
    """The text of a small Darknet cfg with leaky ReLU."""
    return {"tiny": tiny_cfg(), "residual": RESIDUAL, "full": full_cfg()}[request.param]


def full_cfg():
    """YOLOv3 itself, 75 convolutions and 23 shortcuts, with a sixteenth of its channels."""
    parts = ["[net]\nchannels=3"]

    def conv(filters, size, stride=1):
        parts.append(CONV.replace("filters=8", f"filters={filters}").replace("size=3", f"size={size}"))
        parts[-1] = parts[-1].replace("stride=1", f"stride={stride}")

    def head(filters, mask):
        for _ in range(3):
            conv(filters, 1)
            conv(2 * filters, 3)
        parts.append("[convolutional]\nsize=1\nfilters=14\nactivation=linear")
        anchors = "8,8, 12,12, 16,16, 24,24, 32,32, 60,60"
        parts.append(f"[yolo]\nmask={mask}\nanchors={anchors}\nclasses=2\nnum=6")

    conv(4, 3)
    for filters, blocks in ((4, 1), (8, 2), (16, 8), (32, 8), (64, 4)):
        conv(filters, 3, stride=2)
        for _ in range(blocks):
            conv(filters // 2, 1)
            conv(filters, 3)
            parts.append("[shortcut]\nfrom=-3\nactivation=linear")
    head(32, "4,5")
    for filters, mask, earlier in ((16, "2,3", 61), (8, "0,1", 36)):
        parts.append("[route]\nlayers=-4")
        conv(filters, 1)
        parts.append(f"[upsample]\nstride=2\n[route]\nlayers=-1,{earlier}")
        head(filters, mask)
    return "\n".join(parts) + "\n"


def tiny_cfg():
    return TINY.format(conv8=CONV)


def lively(network, seed=1):
    """Gives a network weights under which all its layers matter."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in network.convolutions():
            fan_in = layer.conv.weight[0].numel()
            layer.conv.weight.copy_(torch.randn(layer.conv.weight.shape, generator=generator) * (2 / fan_in) ** 0.5)
            if layer.bn is None:
                layer.conv.bias.copy_(torch.randn(layer.conv.bias.shape, generator=generator) * 0.5)
                continue
            size = layer.bn.weight.shape
            layer.bn.weight.copy_(torch.rand(size, generator=generator) + 0.5)
            layer.bn.bias.copy_(torch.randn(size, generator=generator) * 0.2)
            layer.bn.running_mean.copy_(torch.randn(size, generator=generator) * 0.2)
            layer.bn.running_var.copy_(torch.rand(size, generator=generator) + 0.5)
        for layer, after in zip(network.layers, network.layers[1:]):
            if isinstance(after, net.Shortcut):  # else each sum would add to the last one's spread
                layer.bn.weight.mul_(0.3)
    return network.eval()


def relu_network(cfg):
    return lively(net.Network(cfg.replace("leaky", "relu")))


def write_weights(network, path):
    """Writes a network as Darknet does."""
    with path.open("wb") as file:
        np.array([0, 2, 0], "<i4").tofile(file)
        np.array([0], "<i8").tofile(file)
        for layer in network.convolutions():
            bn = layer.bn
            parts = [layer.conv.bias] if bn is None else [bn.bias, bn.weight, bn.running_mean, bn.running_var]
            for tensor in [*parts, layer.conv.weight]:
                tensor.detach().numpy().astype("<f4").tofile(file)
    return path


@pytest.fixture
def squares(tmp_path):
    """Eight grey pictures with red squares (class 'red') and green ones (class 'green'): COCO's format."""
    return draw_squares(tmp_path / "squares")


def draw_squares(folder, count=8, side=96):
    folder.mkdir(parents=True)
    rng = np.random.default_rng(3)
    images, annotations = [], []
    for i in range(count):
        picture = rng.integers(90, 130, (side, side, 3)).astype(np.uint8)
        for label in (1, 2):
            size = int(rng.integers(16, 40))
            x, y = (int(rng.integers(0, side - size)) for _ in range(2))
            picture[y : y + size, x : x + size] = (40, 40, 220) if label == 1 else (40, 200, 40)
            box = {"id": len(annotations) + 1, "image_id": i, "category_id": label, "bbox": [x, y, size, size]}
            annotations.append(box)
        cv2.imwrite(str(folder / f"{i}.png"), picture)
        images.append({"id": i, "file_name": f"{i}.png", "width": side, "height": side})
    categories = [{"id": 1, "name": "red"}, {"id": 2, "name": "green"}]
    file = folder / "squares.json"
    file.write_text(json.dumps({"images": images, "annotations": annotations, "categories": categories}))
    return file
