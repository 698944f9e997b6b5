package io.pureboot.linux.table;

/** What an image holds, as far as keeping it goes. */
public enum Verdict {
    /** Two or more partitions or volumes, or an optical disc with a partition table on it. */
    MULTIPLE,
    /** Surely one partition. */
    SINGLE,
    /** Surely no partition: a recognised file system on the whole disk. */
    NONE,
    /** Not surely one or none. */
    UNKNOWN
}
