"""Pipit's model kit: Darknet YOLOv3 in, a checked int8 package out.

Read in this order: darknet (the file formats), layers and network, data, loss, trainer and training, evaluation, schemes and
quantization, package. Nothing outside cli prints results or parses a command line; the command is pipit-model.
"""
