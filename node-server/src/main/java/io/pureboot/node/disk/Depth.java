package io.pureboot.node.disk;

/** How closely a disk is looked at. */
enum Depth {
    /** Without used space and minimum sizes, for which file systems have to be read through. */
    QUICK,
    FULL
}
