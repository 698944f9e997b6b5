package io.pureboot.protocol.node;

import io.pureboot.protocol.disk.DiskInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All disks of a node after a scan; disks not in it are gone. */
public record DiskReport(List<DiskInfo> disks, @Nullable String requestId) {}
