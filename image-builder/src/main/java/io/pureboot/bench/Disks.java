package io.pureboot.bench;

import io.pureboot.demo.Loop;
import io.pureboot.linux.block.Extent;
import java.util.List;

/**
 * What all contenders copy from and to.
 *
 * @param source attached read-only
 * @param used runs that hold data, found with partclone and sfdisk
 * @param size bytes of both disks
 */
record Disks(Loop source, Loop target, List<Extent> used, long usedBytes, long size) {}
