package io.pureboot.protocol.partition;

/** The queue is being carried out, as that job. */
public record ApplyAnswer(String nodeId, String device, int pendingCount, String status, String jobId) {}
