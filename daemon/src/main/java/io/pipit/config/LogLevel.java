package io.pipit.config;

/** The lowest level of messages that are still logged. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
