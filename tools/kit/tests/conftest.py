"""Small networks and images that the tests share; everything is drawn from a seed."""

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from pipit_kit import network as net
from pipit_kit.layers import Conv, Shortcut

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("PIPIT_DATA", ROOT / "../shared/data"))


def conv(filters=8, size=3, stride=1, more=""):
    """A convolution with batch norm and leaky ReLU."""
    text = f"[convolutional]\nbatch_normalize=1\nfilters={filters}\nsize={size}\nstride={stride}\npad=1\n"
    return f"{text}{more}activation=leaky\n"


def head(mask, anchors):
    """An output for two classes with the convolution before it."""
    count, filters = len(anchors.split()), 7 * len(mask.split(","))
    yolo = f"[yolo]\nmask={mask}\nanchors={anchors}\nclasses=2\nnum={count}\n"
    return f"[convolutional]\nsize=1\nfilters={filters}\nactivation=linear\n{yolo}"


NET = "\n[net]\nchannels=3\n"
POOL = "[maxpool]\nsize=2\nstride=2\n"
SHORTCUT = "[shortcut]\nfrom=-3\nactivation=linear\n"
DROPOUT = "[dropout]\nprobability=.2\n"
# What the full YOLOv3 has and the tiny one has not: strides, shortcuts; groups and dropout as in later variants.
RESIDUAL = (
    NET
    + conv(stride=2)
    + (conv(4, 1) + conv() + DROPOUT + SHORTCUT.replace("-3", "-4"))
    + conv(16, stride=2, more="groups=4\n")
    + "[route]\nlayers=-1\ngroups=2\ngroup_id=1\n"
    + head("0,1", "10,10, 30,30")
)


@pytest.fixture(params=["tiny", "residual", "full"])
def cfg(request):
    """The text of a small Darknet cfg with leaky ReLU."""
    return {"tiny": tiny_cfg(), "residual": RESIDUAL, "full": full_cfg()}[request.param]


def tiny_cfg():
    """YOLOv3-tiny's shape, narrow."""
    anchors = "8,8, 16,16, 32,32, 60,60"
    trunk = (conv() + POOL) * 5 + conv() + POOL.replace("stride=2", "stride=1") + conv()
    beside = "[route]\nlayers=-3\n" + conv() + "[upsample]\nstride=2\n[route]\nlayers=-1,8\n" + conv()
    return NET + trunk + head("2,3", anchors) + beside + head("0,1", anchors)


def full_cfg():
    """YOLOv3 itself, 75 convolutions and 23 shortcuts, with a sixteenth of its channels."""
    anchors = "8,8, 12,12, 16,16, 24,24, 32,32, 60,60"
    parts = [NET, conv(4)]
    for filters, blocks in ((4, 1), (8, 2), (16, 8), (32, 8), (64, 4)):
        parts.append(conv(filters, stride=2) + (conv(filters // 2, 1) + conv(filters) + SHORTCUT) * blocks)
    parts.append((conv(32, 1) + conv(64)) * 3 + head("4,5", anchors))
    for filters, mask, earlier in ((16, "2,3", 61), (8, "0,1", 36)):
        parts.append(f"[route]\nlayers=-4\n{conv(filters, 1)}[upsample]\nstride=2\n[route]\nlayers=-1,{earlier}\n")
        parts.append((conv(filters, 1) + conv(2 * filters)) * 3 + head(mask, anchors))
    return "".join(parts)


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
        for layer in network.layers:
            if isinstance(layer, Conv):
                last = layer
            if isinstance(layer, Shortcut):  # else each sum would add to the last one's spread
                last.bn.weight.mul_(0.3)
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
    """Eight grey images with red squares (class 'red') and green ones (class 'green'): COCO's format."""
    return draw_squares(tmp_path / "squares")


def draw_squares(folder, count=8, side=96):
    folder.mkdir(parents=True)
    rng = np.random.default_rng(3)
    images, annotations = [], []
    for i in range(count):
        image = rng.integers(90, 130, (side, side, 3)).astype(np.uint8)
        for label in (1, 2):
            size = int(rng.integers(16, 40))
            x, y = (int(rng.integers(0, side - size)) for _ in range(2))
            image[y : y + size, x : x + size] = (40, 40, 220) if label == 1 else (40, 200, 40)
            box = {"id": len(annotations) + 1, "image_id": i, "category_id": label, "bbox": [x, y, size, size]}
            annotations.append(box)
        cv2.imwrite(str(folder / f"{i}.png"), image)
        images.append({"id": i, "file_name": f"{i}.png", "width": side, "height": side})
    categories = [{"id": 1, "name": "red"}, {"id": 2, "name": "green"}]
    file = folder / "squares.json"
    file.write_text(json.dumps({"images": images, "annotations": annotations, "categories": categories}))
    return file
