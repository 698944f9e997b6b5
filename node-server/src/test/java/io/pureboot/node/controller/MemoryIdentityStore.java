package io.pureboot.node.controller;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the identity for as long as the test lasts. */
public final class MemoryIdentityStore implements IdentityStore {
    private volatile @Nullable NodeIdentity identity;

    @Override
    public Optional<NodeIdentity> load() {
        return Optional.ofNullable(identity);
    }

    @Override
    public void save(NodeIdentity next) {
        identity = next;
    }

    @Override
    public void forget() {
        identity = null;
    }
}
