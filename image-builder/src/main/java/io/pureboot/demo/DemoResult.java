package io.pureboot.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import org.jspecify.annotations.Nullable;

/**
 * The JSON line of {@code ./pureboot demo --once}.
 *
 * @param result {@code completed} or {@code failed}
 * @param bytesTotal bytes of the source's chunks that hold used blocks
 * @param bytesTransferred of them, how many the target has
 * @param seconds from the order to start until the controller says completed, verification by the target included
 * @param verified whether this program compared both disks afterwards and found them equal in all used space
 * @param comparedBytes size of what was compared
 * @param differingFreeBytes bytes that differ where the source's file systems store nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DemoResult(
        String result,
        @Nullable Long bytesTotal,
        @Nullable Long bytesTransferred,
        @Nullable Double seconds,
        boolean verified,
        @Nullable Long rateBps,
        @Nullable Long sourceSizeBytes,
        @Nullable Long comparedBytes,
        @Nullable Long differingFreeBytes,
        @Nullable String manifestSha256,
        @Nullable String sessionId,
        @Nullable String error) {
    static DemoResult failed(String error) {
        return new DemoResult("failed", null, null, null, false, null, null, null, null, null, null, error);
    }

    String json() {
        try {
            return ProtocolJson.mapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
