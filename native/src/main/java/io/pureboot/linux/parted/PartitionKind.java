package io.pureboot.linux.parted;

/** Primary (all there is on GPT), or one of MBR's extended scheme. */
public enum PartitionKind {
    NORMAL(0),
    LOGICAL(1),
    EXTENDED(2);

    private final int code;

    PartitionKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static PartitionKind of(int code) {
        return switch (code & 3) {
            case 1 -> LOGICAL;
            case 2 -> EXTENDED;
            default -> NORMAL;
        };
    }
}
