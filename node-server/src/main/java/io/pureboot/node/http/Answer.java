package io.pureboot.node.http;

/** An answer that is not wrapped JSON. */
record Answer(String contentType, byte[] body) {}
