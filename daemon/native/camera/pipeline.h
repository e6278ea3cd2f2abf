// The pipeline of GStreamer's from a camera to RGB frames on the standard output.
#ifndef PIPIT_CAMERA_PIPELINE_H
#define PIPIT_CAMERA_PIPELINE_H

#include "description.h"

// Runs until the source ends, something fails or nobody reads any more. Returns the exit status.
int pipeline_run(const Description *description);

#endif
