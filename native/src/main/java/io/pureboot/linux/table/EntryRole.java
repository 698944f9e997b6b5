package io.pureboot.linux.table;

/** What a table entry is for; only {@link #DATA} counts as a partition. */
public enum EntryRole {
    DATA,
    EXTENDED,
    MAP,
    FREE,
    WHOLE_DISK,
    VOLUME_HEADER
}
