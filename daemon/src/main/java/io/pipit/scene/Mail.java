package io.pipit.scene;

/** What comes to the pipeline's thread: a picture, or news of another kind. */
public sealed interface Mail permits Frame, Notice {}
