package io.pipit.scene;

/**
 * What a rule asks of an output when it fires or clears.
 *
 * @param output the output's name
 * @param action what to do
 * @param active true when the rule fires, false when it clears; a rule that clears only ends what
 *     {@link OutputAction#FOLLOW} began
 * @param cause the rule's name
 */
public record OutputCommand(String output, OutputAction action, boolean active, String cause) {}
