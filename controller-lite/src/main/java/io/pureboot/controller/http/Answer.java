package io.pureboot.controller.http;

/** An answer that is not wrapped JSON. */
public record Answer(int status, String contentType, byte[] body) {}
