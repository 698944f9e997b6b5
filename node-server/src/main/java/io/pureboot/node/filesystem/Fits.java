package io.pureboot.node.filesystem;

import org.jspecify.annotations.Nullable;

/** Whether a file system lies inside its partition. */
final class Fits {
    private Fits() {}

    /** The sentence that says it does not, or null. */
    static @Nullable String excuse(long filesystemSize, Volume volume) {
        return filesystemSize > volume.window().length()
                ? "The file system is " + filesystemSize + " bytes long, more than its partition of "
                        + volume.window().length() + " bytes."
                : null;
    }

    static void orRaw(long filesystemSize, Volume volume) throws RawCopyException {
        rawIf(excuse(filesystemSize, volume));
    }

    /** Gates answer with a sentence when they are closed. */
    static void rawIf(@Nullable String reason) throws RawCopyException {
        if (reason != null) {
            throw new RawCopyException(reason);
        }
    }
}
