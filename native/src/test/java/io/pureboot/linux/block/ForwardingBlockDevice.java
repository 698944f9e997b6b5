package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Passes everything on; a test overrides what should be different. */
public abstract class ForwardingBlockDevice implements BlockDevice {
    protected final BlockDevice delegate;

    protected ForwardingBlockDevice(BlockDevice delegate) {
        this.delegate = delegate;
    }

    @Override
    public String name() {
        return delegate.name();
    }

    @Override
    public long size() {
        return delegate.size();
    }

    @Override
    public int logicalSectorSize() {
        return delegate.logicalSectorSize();
    }

    @Override
    public int alignment() {
        return delegate.alignment();
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        return delegate.read(buffer, position);
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
        delegate.write(buffer, position);
    }

    @Override
    public void zero(Extent range) throws IOException {
        delegate.zero(range);
    }

    @Override
    public boolean discard(Extent range) throws IOException {
        return delegate.discard(range);
    }

    @Override
    public void flush() throws IOException {
        delegate.flush();
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }
}
