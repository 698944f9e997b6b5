package io.pureboot.protocol.problem;

/** What is wrong with one field of a request; {@code field} is its JSON name, dotted when nested. */
public record FieldError(String field, String detail) {}
