package io.pureboot.node.controller;

import java.io.IOException;
import java.util.Optional;

/** Keeps the identity where a killed node finds it again, but never on a disk. */
public interface IdentityStore {
    Optional<NodeIdentity> load() throws IOException;

    void save(NodeIdentity identity) throws IOException;

    void forget() throws IOException;
}
