package io.pipit.config;

/**
 * The event socket.
 *
 * @param host address to listen on
 * @param port 0: any free one
 * @param maxClients one more gets an error and is closed
 * @param queue messages held for a slow client before the oldest are dropped
 */
public record SocketSettings(String host, int port, int maxClients, int queue) {}
