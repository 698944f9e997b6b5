package io.pureboot.protocol.node;

import java.time.Instant;

/** The node's id, its certificate, the CA's, and when to ask for the next certificate. */
public record EnrolmentResponse(String nodeId, String certPem, String caPem, Instant renewAfter) {}
