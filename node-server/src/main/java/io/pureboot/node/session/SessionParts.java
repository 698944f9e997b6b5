package io.pureboot.node.session;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.filesystem.ExtentMapper;

/** What a role works with. */
record SessionParts(
        DiskScanner scanner,
        ExtentMapper mapper,
        SessionReports reports,
        Devices devices,
        KernelNotice kernel,
        SessionSettings settings) {}
