"""Pipit's model kit: Darknet YOLOv3 in, a checked int8 package out.

Read in this order: darknet (the file formats), network (the layers), data, loss, training, evaluation, quantization,
package. Nothing here prints, parses a command line or does anything when imported; tools/model is the command.
"""
