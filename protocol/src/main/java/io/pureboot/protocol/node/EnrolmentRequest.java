package io.pureboot.protocol.node;

/** A node asks to be enrolled: one-time token, its certificate request in PEM, and who it is. */
public record EnrolmentRequest(String token, String csrPem, NodeRegistration node) {}
