package io.pureboot.linux.hash;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * XXH3-128 by libxxhash. It is fast from its first byte on, where one in Java has to be compiled by the JVM first, which
 * costs seconds of CPU and tens of megabytes. Bound with java.lang.foreign: jnr-ffi has no structures by value.
 */
public final class Xxh3 {
    private static final String LIBRARY = "libxxhash.so.0";
    private static final MemoryLayout HASH = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("low64"), ValueLayout.JAVA_LONG.withName("high64"));
    private static final @Nullable MethodHandle HASH_128 = find();

    /** The two halves of the canonical, big-endian form. */
    public record Value(long high, long low) {}

    private Xxh3() {}

    /** Whether this machine has the library. */
    public static boolean available() {
        return HASH_128 != null;
    }

    /**
     * Of the first {@code length} bytes of a buffer outside the heap, whatever its position and limit.
     *
     * @throws IllegalArgumentException for a buffer in the heap or one that is too short
     * @throws IllegalStateException when the library is not there
     */
    public static Value of(ByteBuffer buffer, int length) {
        MethodHandle hash = HASH_128;
        if (hash == null) {
            throw new IllegalStateException(LIBRARY + " is not on this machine: install libxxhash0");
        }
        if (!buffer.isDirect() || length < 0 || length > buffer.capacity()) {
            throw new IllegalArgumentException(
                    "the first " + length + " bytes of " + buffer + " cannot be handed to " + LIBRARY);
        }
        MemorySegment bytes = MemorySegment.ofBuffer(buffer.duplicate().clear());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) hash.invokeExact((SegmentAllocator) arena, bytes, (long) length);
            return new Value(value.get(ValueLayout.JAVA_LONG, 8), value.get(ValueLayout.JAVA_LONG, 0));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(LIBRARY + " cannot be called", e);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global())
                    .find("XXH3_128bits")
                    .map(function -> Linker.nativeLinker()
                            .downcallHandle(
                                    function, FunctionDescriptor.of(HASH, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG)))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
