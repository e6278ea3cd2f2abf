"""What the keys of a Darknet cfg do: those the kit computes by, those that must have one value, those that change nothing.

Source: the option names that Darknet's parser reads, of J. Redmon's and of A. Bochkovskiy's version.
"""

from __future__ import annotations

# Keys that change what a section computes, and that the kit understands.
USED = {
    "convolutional": {"batch_normalize", "filters", "size", "stride", "pad", "padding", "groups", "activation"},
    "maxpool": {"size", "stride", "padding"},
    "route": {"layers", "groups", "group_id"},
    "shortcut": {"from", "activation"},
    "upsample": {"stride"},
    "dropout": set(),
    "yolo": {"mask", "anchors", "classes", "num", "scale_x_y"},
}
# Other names that Darknet has for sections.
ALIASES = {"network": "net", "conv": "convolutional", "max": "maxpool"}
# The only key of [net] that changes what is computed: width and height are where it is used by default.
NET_USED = {"channels"}

# Keys that change the result unless they have this value, which Darknet takes when they are left out; None: whatever they have.
_NEUTRAL_ANYWHERE: dict[str, str | None] = {"dontload": "0", "dontloadscales": "0", "reverse": "0"}
_NEUTRAL_OF: dict[str, dict[str, str | None]] = {
    "convolutional": {
        **dict.fromkeys(("antialiasing", "binary", "bin_output", "cbn", "coordconv", "flipped", "xnor"), "0"),
        "dilation": "1",
        "share_index": None,
    },
    "maxpool": {"antialiasing": "0", "maxpool_depth": "0"},
    "route": {},
    "shortcut": {"weights_type": "none"},
    "upsample": {"scale": "1"},
    "dropout": {},
    "yolo": {"new_coords": "0"},
}
NEUTRAL = {kind: {**_NEUTRAL_ANYWHERE, **own} for kind, own in _NEUTRAL_OF.items()}

# Keys that matter to Darknet's training, tracking, memory or printing alone, or to its own suppression of boxes.
_IGNORED_ANYWHERE = {
    *("learning_rate", "clip", "onlyforward", "dont_update", "burnin_update", "stopbackward", "train_only_bn"),
    *("stream", "wait_stream", "keep_delta_gpu", "dynamic_minibatch", "dont_show", "show_details"),
}
IGNORED = {
    kind: _IGNORED_ANYWHERE | own
    for kind, own in {
        "convolutional": {"angle", "assisted_excitation", "dot", "grad_centr", "rotate", "stretch", "stretch_sway", "sway"},
        "maxpool": {"out_channels"},
        "route": set(),
        "shortcut": {"assisted_excitation", "weights_normalization"},
        "upsample": set(),
        "dropout": {"probability", "dropblock", "dropblock_size_rel", "dropblock_size_abs"},
        "yolo": {
            *("jitter", "resize", "random", "max", "map", "absolute", "counters_per_class", "label_smooth_eps", "max_delta"),
            *("ignore", "ignore_thresh", "truth_thresh", "iou_thresh", "iou_thresh_kind", "iou_loss", "focal_loss"),
            *("iou_normalizer", "obj_normalizer", "cls_normalizer", "delta_normalizer", "objectness_smooth"),
            *("nms_kind", "beta_nms", "embedding_layer", "track_history_size", "sim_thresh", "track_ciou_norm"),
            *("dets_for_track", "dets_for_show", "ewma_alpha"),
        },
    }.items()
}
ACTIVATIONS = ("leaky", "relu", "linear")
