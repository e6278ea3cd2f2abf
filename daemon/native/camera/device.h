// What a device that is plugged in, or on a ribbon cable, is asked for.
#ifndef PIPIT_CAMERA_DEVICE_H
#define PIPIT_CAMERA_DEVICE_H

#include <gst/gst.h>

#include "description.h"

// Has the filter behind a device's source answer what the description wants when the source asks; both are linked already. A
// size that it does not name is chosen among those that the device has.
void device_ask(GstElement *filter, const Description *description);

#endif
