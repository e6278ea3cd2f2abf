// What a device that is plugged in, or on a ribbon cable, is asked for.
#ifndef PIPIT_CAMERA_DEVICE_H
#define PIPIT_CAMERA_DEVICE_H

#include <gst/gst.h>

#include "description.h"

// Sets on the filter behind a device's source what the description wants of it; both are linked already. A size that it does
// not name is chosen among those that the device has, when the source asks for it.
void device_ask(GstElement *filter, const Description *description);

#endif
