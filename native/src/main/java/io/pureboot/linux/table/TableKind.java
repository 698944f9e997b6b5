package io.pureboot.linux.table;

/** Kinds of partition table; the label is the name the kernel's tools use. */
public enum TableKind {
    NONE("none"),
    MBR("dos"),
    GPT("gpt"),
    APM("mac"),
    BSD("bsd"),
    SUN("sun"),
    SGI("sgi"),
    ATARI("atari"),
    DASD("dasd"),
    /** Known by its magic alone; its entries are not read. */
    OTHER("other");

    private final String label;

    TableKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
